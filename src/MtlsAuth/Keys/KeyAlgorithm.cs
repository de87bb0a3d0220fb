namespace MtlsAuth.Certificates;

/// <summary>The algorithms of public keys that can authenticate a client, each with the curve or size that belongs to it.</summary>
public enum KeyAlgorithm
{
    /// <summary>RSA (JWK <c>kty</c> <c>RSA</c>, RFC 7518 §6.3), under rsaEncryption or id-RSASSA-PSS.</summary>
    Rsa,

    /// <summary>NIST P-256 (JWK <c>crv</c> <c>P-256</c>, RFC 7518 §6.2).</summary>
    P256,

    /// <summary>NIST P-384 (JWK <c>crv</c> <c>P-384</c>, RFC 7518 §6.2).</summary>
    P384,

    /// <summary>NIST P-521 (JWK <c>crv</c> <c>P-521</c>, RFC 7518 §6.2).</summary>
    P521,

    /// <summary>secp256k1 (JWK <c>crv</c> <c>secp256k1</c>, RFC 8812 §3.1).</summary>
    Secp256k1,

    /// <summary>Ed25519 (JWK <c>kty</c> <c>OKP</c>, RFC 8037 §2).</summary>
    Ed25519,

    /// <summary>Ed448 (JWK <c>kty</c> <c>OKP</c>, RFC 8037 §2).</summary>
    Ed448,

    /// <summary>ML-DSA-44 (JWK <c>kty</c> <c>AKP</c>, FIPS 204).</summary>
    MLDsa44,

    /// <summary>ML-DSA-65 (JWK <c>kty</c> <c>AKP</c>, FIPS 204).</summary>
    MLDsa65,

    /// <summary>ML-DSA-87 (JWK <c>kty</c> <c>AKP</c>, FIPS 204).</summary>
    MLDsa87,
}
