namespace MtlsAuth;

/// <summary>The values of <c>token_endpoint_auth_method</c> by which a certificate authenticates a client.</summary>
public static class ClientAuthenticationMethods
{
    /// <summary>
    /// <c>pub_key_tls_client_auth</c>: the certificate's public key is one of the client's registered keys
    /// (draft-ietf-oauth-mtls-03 §2.1).
    /// </summary>
    public const string PubKeyTlsClientAuth = "pub_key_tls_client_auth";

    /// <summary>
    /// <c>self_signed_tls_client_auth</c>: the certificate is one of the client's registered certificates (RFC 8705 §2.2).
    /// </summary>
    public const string SelfSignedTlsClientAuth = "self_signed_tls_client_auth";

    /// <summary>
    /// <c>tls_client_auth</c>: the certificate's chain is trusted and its subject is the client's registered one (RFC 8705 §2.1).
    /// </summary>
    public const string TlsClientAuth = "tls_client_auth";

    /// <summary>Whether this is one of the three methods. Names are compared octet by octet.</summary>
    public static bool IsMutualTls(string? method) => method is PubKeyTlsClientAuth or SelfSignedTlsClientAuth or TlsClientAuth;
}
