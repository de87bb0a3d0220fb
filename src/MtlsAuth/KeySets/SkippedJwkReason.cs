namespace MtlsAuth;

/// <summary>
/// Why one key of a JWK Set is not used while the others are (RFC 7517 §5), or a member of a key that is used. The values are a stable
/// contract.
/// </summary>
public enum SkippedJwkReason
{
    /// <summary>The entry is not a JSON object.</summary>
    NotAnObject,

    /// <summary>A member has another JSON type than its specification says.</summary>
    InvalidMemberType,

    /// <summary>The key type is missing or none of <c>RSA</c>, <c>EC</c>, <c>OKP</c>, <c>AKP</c>.</summary>
    UnknownKeyType,

    /// <summary>The curve, or the algorithm of an <c>AKP</c> key, is missing or not known.</summary>
    UnknownCurve,

    /// <summary>A member that the key type requires is missing (RFC 7518 §6).</summary>
    MissingMember,

    /// <summary>A member is not base64url in its one canonical form: no padding, no white space, spare bits zero.</summary>
    InvalidBase64Url,

    /// <summary>A coordinate or raw key does not have exactly the length its curve demands (RFC 7518 §6.2.1.2).</summary>
    WrongLength,

    /// <summary>The point is not on its curve.</summary>
    PointNotOnCurve,

    /// <summary>The modulus is even, out of range or has leading zero octets (RFC 7518 §6.3.1.1).</summary>
    InvalidModulus,

    /// <summary>The exponent is even, less than 3, not less than the modulus, or has leading zero octets.</summary>
    InvalidExponent,

    /// <summary>The curve is for key agreement only (X25519, X448): no TLS client can authenticate with the key.</summary>
    CannotSign,

    /// <summary><c>use</c>, <c>key_ops</c> or <c>alg</c> say that the key is for encryption.</summary>
    NotForSigning,

    /// <summary>
    /// <c>x5c</c> is not base64 with padding, or its first certificate is refused (RFC 7517 §4.7): the key is used without certificate.
    /// </summary>
    InvalidX5c,

    /// <summary>The first certificate of <c>x5c</c> holds another key than the JWK (RFC 7517 §4.7).</summary>
    X5cHoldsAnotherKey,

    /// <summary>
    /// <c>x5t</c> or <c>x5t#S256</c> is the thumbprint of another certificate than the first of <c>x5c</c> (RFC 7517 §4.8, §4.9).
    /// </summary>
    X5tDiffersFromX5c,

    /// <summary>The point of an <c>OKP</c> key is of so low an order that anybody can sign for it.</summary>
    LowOrderPoint,

    /// <summary>The point of an <c>OKP</c> key is not in its one canonical encoding (RFC 8032 §5.1.3, §5.2.3).</summary>
    NonCanonicalPoint,

    /// <summary>
    /// <c>x5t</c> or <c>x5t#S256</c> is no hash of the member's kind in any spelling. Nothing is decided by it: the key is used.
    /// </summary>
    NotAThumbprint,

    /// <summary>
    /// The key's own members are missing, and the certificate's key was taken instead. Only where .NET objects and other servers' stores
    /// are read; JSON from outside needs the members (RFC 7518 §6).
    /// </summary>
    KeyTakenFromX5c,

    /// <summary>A single key is not strict JSON. In a set, <see cref="ClientJwkSetError.InvalidJson"/>.</summary>
    InvalidJson,

    /// <summary>A single key is longer than the limit. In a set, <see cref="ClientJwkSetError.TooLarge"/>.</summary>
    TooLarge,

    /// <summary>
    /// A single key has a private member with a value, and should be considered exposed. In a set,
    /// <see cref="ClientJwkSetError.PrivateKey"/>.
    /// </summary>
    PrivateKey,

    /// <summary>A single key is symmetric, a secret. In a set, <see cref="ClientJwkSetError.SymmetricKey"/>.</summary>
    SymmetricKey,
}
