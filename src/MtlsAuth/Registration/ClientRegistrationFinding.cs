namespace MtlsAuth.Registration;

/// <summary>One thing that client metadata is to be refused for, or that its sender should know.</summary>
/// <param name="Severity">What follows from it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Member">The top-level member, such as <c>jwks</c>; empty for the metadata as a whole.</param>
/// <param name="Path">The exact place as a JSON path, such as <c>$.jwks.keys[1].x5c</c>.</param>
/// <param name="Text">What is wrong, for people: characters that RFC 6749 §5.2 allows, and nothing quoted from the metadata but
/// the ASCII form of a host name.</param>
public sealed record ClientRegistrationFinding(
    ClientRegistrationSeverity Severity, ClientRegistrationFindingKind Kind, string Member, string Path, string Text)
{
    /// <summary>Place and text on one line.</summary>
    public override string ToString() => $"{Path}: {Text}";
}
