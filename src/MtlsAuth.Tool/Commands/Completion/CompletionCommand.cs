using System.CommandLine;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Writes the script by which a shell asks this tool what may follow.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or powershell." };

    public CompletionCommand()
        : base("completion", "Write the script that completes command lines of this tool in a shell.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "powershell");
        Add(_shell);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth completion bash >> ~/.bashrc", "For bash."),
        ("mtlsauth completion zsh >> ~/.zshrc", "For zsh."),
        ("mtlsauth completion powershell >> $PROFILE", "For PowerShell."),
    ];

    public override Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string shell = run.Arguments.GetRequiredValue(_shell);
        run.Reports.Write(new TextReport(shell, EmbeddedText.Read($"completion.{shell}")));
        return Task.FromResult(ExitCode.Yes);
    }
}
