using MtlsAuth.Certificates;

namespace MtlsAuth.Keys;

/// <summary>Why a public key was not read.</summary>
internal enum SubjectPublicKeyError
{
    /// <summary>The key was read.</summary>
    None = 0,

    /// <summary>The octets are not a SubjectPublicKeyInfo in DER (RFC 5280 §4.1).</summary>
    MalformedSubjectPublicKeyInfo,

    /// <summary>The algorithm is none of <see cref="KeyAlgorithm"/>.</summary>
    UnsupportedAlgorithm,

    /// <summary>The key can agree on secrets but not sign (X25519, X448), so no TLS client can authenticate with it.</summary>
    CannotSign,

    /// <summary>The algorithm's parameters are not those its specification demands.</summary>
    InvalidParameters,

    /// <summary>The elliptic curve is none of <see cref="KeyAlgorithm"/>.</summary>
    UnsupportedCurve,

    /// <summary>The curve is spelled out or inherited instead of named (forbidden by RFC 5480 §2.1.1).</summary>
    CurveNotNamed,

    /// <summary>The point is in the hybrid form (forbidden by RFC 5480 §2.2), the point at infinity, or of no known form.</summary>
    UnsupportedPointForm,

    /// <summary>A coordinate or raw key does not have exactly the length that its curve or algorithm demands.</summary>
    WrongLength,

    /// <summary>The point is not on its curve.</summary>
    PointNotOnCurve,

    /// <summary>The modulus is even, or not between 64 and 2,048 octets long, or written with leading zero octets.</summary>
    InvalidModulus,

    /// <summary>The exponent is even, less than 3, not less than the modulus, or written with leading zero octets.</summary>
    InvalidExponent,

    /// <summary>The point of an Ed25519 or Ed448 key is of so low an order that anybody can sign for it.</summary>
    LowOrderPoint,

    /// <summary>The point of an Ed25519 or Ed448 key is not in its one canonical encoding (RFC 8032 §5.1.3, §5.2.3).</summary>
    NonCanonicalPoint,
}
