using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Takes the certificate of the TLS connection on which the request came.</summary>
/// <remarks>
/// Only what the handshake brought: renegotiation is not started (RFC 8705 §3 does not foresee it, HTTP/2 and TLS 1.3 forbid it).
/// </remarks>
internal sealed class ConnectionCertificateSource(ConnectionCertificateReader reader) : IClientCertificateSource
{
    public PresentedCertificate GetCertificate(HttpContext context) =>
        ConnectionCertificate.Of(context, out PresentedCertificateStatus status) is { } certificate
            ? reader.Read(certificate)
            : PresentedCertificate.None(status);
}
