using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MtlsAuth.AspNetCore.Certificates;

namespace MtlsAuth.AspNetCore;

/// <summary>Makes Kestrel ask clients for a certificate without judging it.</summary>
public static class MtlsKestrelExtensions
{
    /// <summary>Asks for client certificates on all HTTPS endpoints.</summary>
    /// <remarks>
    /// Takes the place of the application's own <see cref="KestrelServerOptions.ConfigureHttpsDefaults"/>, of which Kestrel keeps the last
    /// one: an application with other defaults calls <see cref="RequestClientCertificates(HttpsConnectionAdapterOptions)"/> among them.
    /// What is said there holds here.
    /// </remarks>
    public static void RequestClientCertificates(this KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ConfigureHttpsDefaults(static https => https.RequestClientCertificates());
    }

    /// <summary>Asks for a client certificate on an HTTPS endpoint.</summary>
    /// <remarks>
    /// <para>
    /// Clients may come without one, so that other methods of authentication go on working (RFC 8705 §6.1). Whatever certificate comes
    /// is accepted by TLS, which still proves that the client holds its private key; whether it authenticates anybody is decided
    /// afterwards. Nothing may therefore trust <c>HttpContext.Connection.ClientCertificate</c> by itself on this endpoint.
    /// </para>
    /// <para>
    /// The certificates that came with it are kept for <c>tls_client_auth</c>. The platform is kept from fetching issuers and
    /// revocation lists from addresses that a certificate of a stranger names. Each connection makes a full handshake, since a resumed
    /// session no longer has the certificates of the chain.
    /// </para>
    /// </remarks>
    public static void RequestClientCertificates(this HttpsConnectionAdapterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        options.CheckCertificateRevocation = false;
        options.ClientCertificateValidation = static (certificate, chain, _) =>
        {
            ConnectionCertificateChain.Remember(certificate, chain);
            return true;
        };

        Action<ConnectionContext, SslServerAuthenticationOptions>? configured = options.OnAuthenticate;
        options.OnAuthenticate = (connection, tls) =>
        {
            configured?.Invoke(connection, tls);
            connection.Features.Set(CertificateRequestFeature.Sent);

            // Session tickets hold the client's certificate, but not those that came with it: the chain would be lost.
            tls.AllowTlsResume = false;
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                DisableCertificateDownloads = true,
                RevocationMode = X509RevocationMode.NoCheck,
            };
        };
    }
}
