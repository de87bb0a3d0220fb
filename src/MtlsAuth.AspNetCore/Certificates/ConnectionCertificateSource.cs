using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Takes the certificate of the TLS connection on which the request came.</summary>
/// <remarks>
/// Only what the handshake brought: renegotiation is not started (RFC 8705 §3 does not foresee it, HTTP/2 and TLS 1.3 forbid it).
/// </remarks>
internal sealed class ConnectionCertificateSource(ConnectionCertificateReader reader) : IClientCertificateSource
{
    private static readonly ClientCertificateEvidence None =
        ClientCertificateEvidence.Missing(ClientCertificateStatus.ConnectionWithoutCertificate);

    public ClientCertificateEvidence GetCertificate(HttpContext context) =>
        ConnectionCertificate.Of(context) is { } certificate ? reader.Read(certificate) : None;
}
