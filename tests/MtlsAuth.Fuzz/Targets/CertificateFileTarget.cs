using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class CertificateFileTarget() : FuzzTarget("certificate-file", InputShape.Text)
{
    public override IReadOnlyList<string> SeedFolders => [Name, "certificate"];

    public override IReadOnlyList<string> Tokens =>
    [
        "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "-----BEGIN X509 CERTIFICATE-----", "-----BEGIN PKCS7-----", "-----",
        "\r\n", "\n", "\t", "=", "\xFF\xFE", "\xEF\xBB\xBF",
    ];

    public override byte[] Wrap(byte[] der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", der));

    public override void Execute(byte[] input)
    {
        bool isRead = ClientCertificate.TryParse(input, out ClientCertificate? certificate, out CertificateFormatError error);
        Check(isRead, certificate, error);
        if (!isRead)
        {
            CertificateClaims.CheckFault(error, input);
        }

        isRead = ClientCertificate.TryParsePem(Encoding.Latin1.GetString(input), out certificate, out error);
        Check(isRead, certificate, error);
    }

    private void Check(bool isRead, ClientCertificate? certificate, CertificateFormatError error)
    {
        Claim(isRead == (certificate is not null) && isRead == (error == CertificateFormatError.None), "what is refused has a reason");
        if (certificate is null)
        {
            return;
        }

        Claim(
            ClientCertificate.TryParse(Wrap(certificate.RawData.ToArray()), out ClientCertificate? again, out _)
                && again.Thumbprint == certificate.Thumbprint,
            "a certificate that is written as PEM is read again");
    }
}
