using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore;

/// <summary>Makes Kestrel ask clients for a certificate without judging it.</summary>
public static class MtlsKestrelExtensions
{
    /// <summary>The longest certificate that a handshake accepts unless the application says otherwise, in octets: 16 KiB.</summary>
    internal const int DefaultMaximumCertificateLength = 16_384;

    /// <summary>Asks for client certificates on all HTTPS endpoints.</summary>
    /// <remarks>
    /// Takes the place of the application's own <see cref="KestrelServerOptions.ConfigureHttpsDefaults"/>, of which Kestrel keeps the last
    /// one: an application with other defaults calls <see cref="RequestClientCertificates(HttpsConnectionAdapterOptions)"/> among them.
    /// What is said there holds here.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.WebHost.ConfigureKestrel(kestrel => kestrel.RequestClientCertificates());
    /// </code>
    /// </example>
    public static void RequestClientCertificates(this KestrelServerOptions options) =>
        options.RequestClientCertificates(DefaultMaximumCertificateLength);

    /// <inheritdoc cref="RequestClientCertificates(KestrelServerOptions)"/>
    /// <param name="options">Kestrel's settings.</param>
    /// <param name="maximumCertificateLength"><inheritdoc cref="RequestClientCertificates(HttpsConnectionAdapterOptions, int)"/></param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of range.</exception>
    public static void RequestClientCertificates(this KestrelServerOptions options, int maximumCertificateLength)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckLength(maximumCertificateLength);
        options.ConfigureHttpsDefaults(https => https.RequestClientCertificates(maximumCertificateLength));
    }

    /// <summary>Asks for a client certificate on an HTTPS endpoint.</summary>
    /// <remarks>
    /// <para>
    /// Clients may come without one, so that other methods of authentication go on working (RFC 8705 §6.1). Whatever certificate comes
    /// is accepted by TLS up to a length, 16 KiB unless the application says otherwise, which still proves that the client holds its
    /// private key; whether it authenticates anybody is decided afterwards. Nothing may therefore trust
    /// <c>HttpContext.Connection.ClientCertificate</c> by itself on this endpoint.
    /// </para>
    /// <para>
    /// The certificates that came with it are kept for <c>tls_client_auth</c>. The platform is kept from fetching issuers and
    /// revocation lists from addresses that a certificate of a stranger names. Each connection makes a full handshake, since a resumed
    /// session no longer has the certificates of the chain.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
    /// {
    ///     https.ServerCertificate = serverCertificate;
    ///     https.RequestClientCertificates();
    /// }));
    /// </code>
    /// </example>
    public static void RequestClientCertificates(this HttpsConnectionAdapterOptions options) =>
        options.RequestClientCertificates(DefaultMaximumCertificateLength);

    /// <inheritdoc cref="RequestClientCertificates(HttpsConnectionAdapterOptions)"/>
    /// <param name="options">The endpoint's settings.</param>
    /// <param name="maximumCertificateLength">
    /// How long the DER of the certificate, and of each that comes with it, may be in octets: from 1,024 to
    /// <see cref="ClientCertificate.DefaultMaximumLength"/>. A longer one fails the handshake, since a connection keeps its certificates
    /// in memory for as long as it lasts.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of range.</exception>
    public static void RequestClientCertificates(this HttpsConnectionAdapterOptions options, int maximumCertificateLength)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckLength(maximumCertificateLength);
        options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        options.CheckCertificateRevocation = false;
        options.ClientCertificateValidation = (certificate, chain, _) =>
            ConnectionCertificateChain.TryRemember(certificate, chain, maximumCertificateLength);

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

    private static void CheckLength(int maximumCertificateLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumCertificateLength, 1_024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumCertificateLength, ClientCertificate.DefaultMaximumLength);
    }
}
