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

    private static readonly ClientCertificateEvidence NotRequested =
        ClientCertificateEvidence.Missing(ClientCertificateStatus.CertificateNotRequested);

    private static readonly ClientCertificateEvidence NotTls =
        ClientCertificateEvidence.Missing(ClientCertificateStatus.ConnectionNotTls);

    public ClientCertificateEvidence GetCertificate(HttpContext context) =>
        ConnectionCertificate.Of(context, out ClientCertificateStatus status) is { } certificate ? reader.Read(certificate)
            : status == ClientCertificateStatus.ConnectionNotTls ? NotTls
            : status == ClientCertificateStatus.CertificateNotRequested ? NotRequested
            : None;
}
