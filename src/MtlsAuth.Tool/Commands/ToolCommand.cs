using System.CommandLine;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>A command of the tool. Arguments and options are fields of it, added in its constructor.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines for the help, each with what it does.</summary>
    public abstract IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; }

    /// <summary>Runs it.</summary>
    /// <exception cref="UsageException">The command line makes no sense.</exception>
    /// <exception cref="UnreadableException">An input cannot be read.</exception>
    public abstract Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken);
}
