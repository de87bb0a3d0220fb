using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>The client certificate of a request, as its source found it.</summary>
/// <param name="Certificate">The certificate, or null.</param>
/// <param name="Error">Why a certificate that was there could not be read.</param>
/// <param name="Chain">The further certificates, without the client's own.</param>
public sealed record ClientCertificateEvidence(
    ClientCertificate? Certificate, CertificateFormatError Error, IReadOnlyList<ClientCertificate> Chain)
{
    /// <summary>There is no certificate.</summary>
    public static ClientCertificateEvidence None { get; } = new(null, CertificateFormatError.None, []);
}
