namespace MtlsAuth;

/// <summary>How large a client's JWK Set may be.</summary>
public sealed record ClientJwkSetLimits
{
    /// <summary>The limits that apply if the caller does not say.</summary>
    public static ClientJwkSetLimits Default { get; } = new();

    /// <summary>The longest JSON text, in octets: 1 MiB.</summary>
    public int MaximumLength { get; init; } = 1_048_576;

    /// <summary>The most keys, skipped ones included: 1,000.</summary>
    public int MaximumKeyCount { get; init; } = 1_000;
}
