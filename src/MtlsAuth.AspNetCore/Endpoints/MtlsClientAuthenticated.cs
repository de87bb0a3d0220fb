using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore;

/// <summary>The client is registered for a mutual-TLS method, and its certificate has proved that it is this client.</summary>
public sealed class MtlsClientAuthenticated : MtlsClientDecision
{
    internal MtlsClientAuthenticated(ClientAuthenticationResult result)
    {
        Result = result;
        Client = result.Client ?? throw new ArgumentException("No client.", nameof(result));
        Certificate = result.Certificate ?? throw new ArgumentException("No certificate.", nameof(result));
    }

    /// <summary>The client.</summary>
    public RegisteredClient Client { get; }

    /// <summary>The certificate by which it authenticated.</summary>
    public ClientCertificate Certificate { get; }

    /// <summary>All that is known of how it authenticated.</summary>
    public ClientAuthenticationResult Result { get; }
}
