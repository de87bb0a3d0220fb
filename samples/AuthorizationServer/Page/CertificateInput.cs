using System.Security.Cryptography;
using MtlsAuth.Certificates;

namespace AuthorizationServer.Page;

/// <summary>Certificates that somebody sent.</summary>
/// <param name="Form">The form in which they came, for people.</param>
/// <param name="Certificate">The client's own.</param>
/// <param name="Chain">The further ones.</param>
internal sealed record CertificateInput(string Form, ClientCertificate Certificate, IReadOnlyList<ClientCertificate> Chain)
{
    /// <summary>All of them as PEM, for the next form.</summary>
    public string ToPem() => string.Join('\n', Chain.Prepend(Certificate).Select(ToPem));

    private static string ToPem(ClientCertificate certificate) =>
        PemEncoding.WriteString("CERTIFICATE", certificate.RawData.Span);
}
