namespace MtlsAuth;

/// <summary>Who validates the chains of <c>tls_client_auth</c> clients.</summary>
public enum ChainTrust
{
    /// <summary>This library, up to the server's trust anchors, with the platform's X.509 engine.</summary>
    Platform,

    /// <summary>
    /// The proxy that ends the TLS connections. Its verdict has to come with each certificate, and no trust anchors are needed.
    /// </summary>
    Proxy,
}
