namespace MtlsAuth.KeySets;

/// <summary>How large a client's JWK Set may be.</summary>
/// <param name="MaximumLength">The longest JSON text, in octets.</param>
/// <param name="MaximumKeyCount">The most keys, skipped ones included.</param>
internal readonly record struct ClientJwkSetLimits(int MaximumLength, int MaximumKeyCount)
{
    /// <summary>The limits that apply if the caller does not say.</summary>
    public static ClientJwkSetLimits Default => new(ClientJwkSet.DefaultMaximumLength, ClientJwkSet.DefaultMaximumKeyCount);
}
