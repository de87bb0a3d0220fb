using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>The client's certificate as the server itself has it.</summary>
/// <remarks>
/// <c>HttpContext.Connection.ClientCertificate</c> may be set by anybody: <c>UseCertificateForwarding</c> puts there what a header says.
/// So Kestrel's TLS connection is asked, and for other servers and HTTP/3, <see cref="ConnectionCertificateStartupFilter"/> has kept what
/// was there before the application's middleware.
/// </remarks>
/// <param name="BeforeMiddleware">What was there before the application's middleware.</param>
internal sealed record ConnectionCertificate(X509Certificate2 BeforeMiddleware)
{
    /// <summary>The certificate that the TLS connection or the server vouches for.</summary>
    public static X509Certificate2? Of(HttpContext context) =>
        context.Features.Get<ISslStreamFeature>() is { } tls
            ? OfTlsConnection(tls)
            : context.Features.Get<ConnectionCertificate>()?.BeforeMiddleware;

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
