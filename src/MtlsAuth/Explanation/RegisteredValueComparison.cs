namespace MtlsAuth;

/// <summary>One registered key or name beside what the client presented, and how the two differ.</summary>
/// <remarks>For people; each text is one line of printable characters and bounded length. Immutable and thread-safe.</remarks>
public sealed class RegisteredValueComparison
{
    internal RegisteredValueComparison(
        RegisteredValueDifference difference, string member, string registered, string presented, string description)
    {
        Difference = difference;
        Member = member;
        Registered = registered;
        Presented = presented;
        Description = description;
    }

    /// <summary>How far they are from each other.</summary>
    public RegisteredValueDifference Difference { get; }

    /// <summary>The member of the client's metadata: <c>jwks.keys[0]</c>, <c>tls_client_auth_san_dns</c>.</summary>
    public string Member { get; }

    /// <summary>The JWK's <c>kid</c>, or its beginning; null if there is none.</summary>
    public string? KeyId { get; internal init; }

    /// <summary>What is registered: a key's or certificate's thumbprint, or the text of a name.</summary>
    public string Registered { get; }

    /// <summary>What of the certificate it was compared with, in the same form.</summary>
    public string Presented { get; }

    /// <summary>The difference in words.</summary>
    public string Description { get; }

    /// <summary>Member and difference, for logs.</summary>
    public override string ToString() => $"{Member}: {Description}";
}
