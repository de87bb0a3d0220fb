using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Linting;

/// <summary>A finding in a file, before it is known on which line it stands.</summary>
/// <param name="Severity">What follows from it.</param>
/// <param name="Kind">What it is: a <see cref="ClientRegistrationFindingKind"/>, or a fault of the file.</param>
/// <param name="Path">Where, as a JSON path from the file's root.</param>
/// <param name="ClientId">The client at fault, if it is one of several.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record LintFinding(ClientRegistrationSeverity Severity, string Kind, string Path, string? ClientId, string Text)
{
    /// <summary>What the library's validator found.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="path">Where it stands in the file.</param>
    /// <param name="clientId">The client at fault, if it is one of several.</param>
    public static LintFinding Of(ClientRegistrationFinding finding, string path, string? clientId = null) =>
        new(finding.Severity, finding.Kind.ToString(), path, clientId, finding.Text);

    /// <summary>A fault of the file as such.</summary>
    public static LintFinding Error(string kind, string path, string text, string? clientId = null) =>
        new(ClientRegistrationSeverity.Error, kind, path, clientId, text);
}
