# Completion of mtlsauth for bash: the tool itself says what may follow, and bash adds files.
_mtlsauth() {
    local IFS=$'\n'
    local word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=($(compgen -W "$(mtlsauth "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _mtlsauth mtlsauth
