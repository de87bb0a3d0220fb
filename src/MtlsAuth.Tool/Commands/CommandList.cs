namespace MtlsAuth.Tool.Commands;

/// <summary>All commands, in the order of the help.</summary>
internal static class CommandList
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<ToolCommand> Create() =>
    [
        new InspectCommand(),
        new JwkCommand(),
        new MetadataCommand(),
        new MatchCommand(),
        new HeaderCommand(),
        new CompletionCommand(),
        new ImportCommand(),
        new LintCommand(),
        new ExpiringCommand(),
        new ProbeCommand(),
    ];
}
