namespace MtlsAuth.Registration;

/// <summary>One thing that client metadata is to be refused for, or that its sender should know.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientRegistrationFinding
{
    internal ClientRegistrationFinding(
        ClientRegistrationSeverity severity, ClientRegistrationFindingKind kind, string member, string path, string text)
    {
        Severity = severity;
        Kind = kind;
        Member = member;
        Path = path;
        Text = text;
    }

    /// <summary>What follows from it.</summary>
    public ClientRegistrationSeverity Severity { get; }

    /// <summary>What it is.</summary>
    public ClientRegistrationFindingKind Kind { get; }

    /// <summary>The top-level member, such as <c>jwks</c>; empty for the metadata as a whole.</summary>
    public string Member { get; }

    /// <summary>
    /// The exact place as a JSON path, such as <c>$.jwks.keys[1].x5c</c>; <c>$.jwks_uri.keys[1].x5c</c> in the document behind the URL.
    /// </summary>
    public string Path { get; }

    /// <summary>
    /// What is wrong, for people: characters that RFC 6749 §5.2 allows, and nothing quoted from the metadata but the ASCII form of a host
    /// name and the hexadecimal form of a short value in a subject.
    /// </summary>
    public string Text { get; }

    /// <summary>Place and text on one line.</summary>
    public override string ToString() => $"{Path}: {Text}";
}
