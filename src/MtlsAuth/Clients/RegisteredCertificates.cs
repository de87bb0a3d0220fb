namespace MtlsAuth;

/// <summary>Certificates, of which the client has to present one (<c>self_signed_tls_client_auth</c>, RFC 8705 §2.2).</summary>
public sealed class RegisteredCertificates : RegisteredCredential
{
    internal RegisteredCertificates(ClientJwkSet? keys, SelfSignedMatching? matching)
    {
        Keys = keys;
        Matching = matching;
    }

    /// <summary>The keys with their certificates, at least one key usable; null if they are behind the client's <c>jwks_uri</c>.</summary>
    public ClientJwkSet? Keys { get; }

    /// <summary>What is compared for this client; null for what the server's settings say.</summary>
    public SelfSignedMatching? Matching { get; }
}
