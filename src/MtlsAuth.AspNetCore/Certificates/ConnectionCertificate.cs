using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>The client's certificate as the server itself has it.</summary>
/// <remarks>
/// <c>HttpContext.Connection.ClientCertificate</c> may be set by anybody: <c>UseCertificateForwarding</c> puts there what a header says.
/// So Kestrel's TLS connection is asked, and for HTTP/3 and the server that the application named,
/// <see cref="ConnectionCertificateStartupFilter"/> has kept what was there before all middleware. There is none on a connection that
/// is not TLS.
/// </remarks>
/// <param name="BeforeMiddleware">What was there before all middleware; null if the TLS connection has no certificate.</param>
internal sealed record ConnectionCertificate(X509Certificate2? BeforeMiddleware)
{
    /// <summary>A TLS connection without a certificate.</summary>
    public static ConnectionCertificate None { get; } = new(BeforeMiddleware: null);

    /// <summary>The certificate that the TLS connection or the server vouches for.</summary>
    public static X509Certificate2? Of(HttpContext context) => Of(context, out _);

    /// <inheritdoc cref="Of(HttpContext)"/>
    /// <param name="context">The request.</param>
    /// <param name="status">What was found.</param>
    public static X509Certificate2? Of(HttpContext context, out PresentedCertificateStatus status)
    {
        X509Certificate2? certificate;
        PresentedCertificateStatus without = PresentedCertificateStatus.ConnectionWithoutCertificate;
        if (context.Features.Get<ISslStreamFeature>() is { } tls)
        {
            certificate = OfTlsConnection(tls);
            if (certificate is null && context.Features.Get<CertificateRequestFeature>() is null)
            {
                without = PresentedCertificateStatus.CertificateNotRequested;
            }
        }
        else if (context.Features.Get<ConnectionCertificate>() is { } kept)
        {
            certificate = kept.BeforeMiddleware;
        }
        else
        {
            certificate = null;
            without = PresentedCertificateStatus.ConnectionNotTls;
        }

        status = certificate is null ? without : PresentedCertificateStatus.Present;
        return certificate;
    }

    /// <summary>The certificate of a TLS connection of Kestrel's.</summary>
    public static X509Certificate2? OfTlsConnection(ISslStreamFeature tls)
    {
        try
        {
            return tls.SslStream.RemoteCertificate as X509Certificate2;
        }
        catch (InvalidOperationException)
        {
            // The connection has been closed in the meantime.
            return null;
        }
    }
}
