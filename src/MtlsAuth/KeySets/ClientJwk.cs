using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;

namespace MtlsAuth.KeySets;

/// <summary>A public key that a client registered (RFC 7517).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientJwk
{
    internal ClientJwk(SubjectPublicKey publicKey, ClientCertificate? certificate, string? keyId, string? use, string? algorithm)
    {
        PublicKey = publicKey;
        Certificate = certificate;
        KeyId = keyId;
        Use = use;
        Algorithm = algorithm;
    }

    /// <summary>The key.</summary>
    public SubjectPublicKey PublicKey { get; }

    /// <summary>The first certificate of <c>x5c</c>, which holds this key (RFC 7517 §4.7), or null.</summary>
    public ClientCertificate? Certificate { get; }

    /// <summary><c>kid</c>, or null. Chosen by the client, and not necessarily unique.</summary>
    public string? KeyId { get; }

    /// <summary><c>use</c>, or null.</summary>
    public string? Use { get; }

    /// <summary><c>alg</c>, or null.</summary>
    public string? Algorithm { get; }

    /// <summary>The SHA-256 JWK thumbprint (RFC 7638).</summary>
    public JwkThumbprint Thumbprint => PublicKey.Thumbprint;

    /// <summary>Converts to the JWK of the usual .NET libraries.</summary>
    public JsonWebKey ToJsonWebKey()
    {
        JsonWebKey jwk = Certificate?.ToJsonWebKey(includeX5c: true) ?? PublicKey.ToJsonWebKey();
        jwk.Kid = KeyId;
        jwk.Use = Use;
        jwk.Alg ??= Algorithm;
        return jwk;
    }
}
