namespace MtlsAuth;

/// <summary>None that a certificate could be: the client is registered for a method that is not of mutual TLS.</summary>
public sealed class OtherCredential : RegisteredCredential
{
    /// <summary>The method of a client that has registered none (RFC 7591 §2).</summary>
    internal const string DefaultMethod = "client_secret_basic";

    internal OtherCredential(string method) => Method = method;

    /// <summary>
    /// The registered <c>token_endpoint_auth_method</c>; <c>client_secret_basic</c> if none is (RFC 7591 §2).
    /// </summary>
    public string Method { get; }
}
