namespace MtlsAuth;

/// <summary>Why a whole JWK Set was refused. The values are a stable contract.</summary>
public enum ClientJwkSetError
{
    /// <summary>The set was read.</summary>
    None = 0,

    /// <summary>The text is longer than the caller allows.</summary>
    TooLarge,

    /// <summary>There are more keys than the caller allows.</summary>
    TooManyKeys,

    /// <summary>The text is not UTF-8, not JSON, nested more than 16 levels deep, or names a member twice in one object.</summary>
    InvalidJson,

    /// <summary>The text is not an object with a member <c>keys</c> that is an array (RFC 7517 §5).</summary>
    NotAJwkSet,

    /// <summary>
    /// A key has a private member with a value. Client metadata holds public keys only (RFC 7591 §2), and this key should be considered
    /// exposed.
    /// </summary>
    PrivateKey,

    /// <summary>There is a symmetric key (<c>kty</c> <c>oct</c>, or a member <c>k</c> with a value), which is a secret.</summary>
    SymmetricKey,
}
