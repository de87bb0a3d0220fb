# Completion of mtlsauth for PowerShell: the tool itself says what may follow.
Register-ArgumentCompleter -Native -CommandName mtlsauth -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    mtlsauth "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
