namespace MtlsAuth;

/// <summary>None that a certificate could be: the client is registered for a method that is not of mutual TLS.</summary>
public sealed class OtherCredential : RegisteredCredential
{
    internal OtherCredential(string method) => Method = method;

    /// <summary>
    /// The registered <c>token_endpoint_auth_method</c>; <c>client_secret_basic</c> if none is (RFC 7591 §2).
    /// </summary>
    public string Method { get; }
}
