namespace MtlsAuth;

/// <summary>Public keys: the certificate has to have one of them (<c>pub_key_tls_client_auth</c>, draft-ietf-oauth-mtls-03 §2.1).</summary>
public sealed class RegisteredPublicKeys : RegisteredCredential
{
    internal RegisteredPublicKeys(ClientJwkSet? keys) => Keys = keys;

    /// <summary>The keys, at least one of them usable; null if they are behind the client's <c>jwks_uri</c>.</summary>
    public ClientJwkSet? Keys { get; }
}
