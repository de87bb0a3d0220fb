namespace MtlsAuth.Registration;

/// <summary>Collects findings, each under its JSON path.</summary>
internal sealed class FindingCollection
{
    private readonly List<ClientRegistrationFinding> _findings = [];

    public int Count => _findings.Count;

    /// <summary>The top-level member that a JSON path leads through; empty for the whole.</summary>
    public static string MemberOf(string path)
    {
        int start = path.StartsWith("$.", StringComparison.Ordinal) ? 2 : path.Length;
        int end = path.AsSpan(start).IndexOfAny('.', '[');
        return end < 0 ? path[start..] : path.Substring(start, end);
    }

    /// <summary>
    /// The path of a member; one whose name is no identifier is written in brackets (RFC 9535 §2.3.1), with quotes that error_description
    /// allows.
    /// </summary>
    public static string Below(string place, string member) =>
        member.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? $"{place}.{member}"
            : $"{place}['{member}']";

    public void AddError(ClientRegistrationFindingKind kind, string member, string text) =>
        Add(ClientRegistrationSeverity.Error, kind, member, text);

    /// <param name="severity">What follows from it.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="place">The path below the root, such as <c>jwks.keys[0].n</c>.</param>
    /// <param name="text">What is wrong.</param>
    public void Add(ClientRegistrationSeverity severity, ClientRegistrationFindingKind kind, string place, string text)
    {
        string path = "$." + place;
        _findings.Add(new ClientRegistrationFinding(severity, kind, MemberOf(path), path, text));
    }

    /// <summary>Adds a warning of a top-level member that may have any name, such as one with dots.</summary>
    public void AddWarningOfAnyMember(ClientRegistrationFindingKind kind, string member, string text) => _findings.Add(
        new ClientRegistrationFinding(ClientRegistrationSeverity.Warning, kind, member, Below("$", member), text));

    /// <summary>Adds an error of the metadata as a whole.</summary>
    public void AddMalformed(string text) => _findings.Add(new ClientRegistrationFinding(
        ClientRegistrationSeverity.Error, ClientRegistrationFindingKind.MalformedMetadata, string.Empty, "$", text));

    public void AddRange(IEnumerable<ClientRegistrationFinding> findings) => _findings.AddRange(findings);

    /// <summary>Place and text of some findings in one line.</summary>
    public string Describe(int first, int maximum) => string.Join(' ', _findings.Skip(first).Take(maximum));

    public IReadOnlyList<ClientRegistrationFinding> ToList() => _findings.AsReadOnly();
}
