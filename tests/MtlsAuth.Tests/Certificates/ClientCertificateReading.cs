using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

internal static class ClientCertificateReading
{
    public static ClientCertificate ReadCertificate(this byte[] der)
    {
        ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out CertificateFormatError error)
            .Should().BeTrue("the certificate was refused with {0}", error);
        error.Should().Be(CertificateFormatError.None);
        return certificate!;
    }

    public static ClientCertificate ReadCertificate(this CertificateParts parts) => parts.Encode().ReadCertificate();

    public static CertificateFormatError ReadCertificateError(this byte[] der)
    {
        ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out CertificateFormatError error)
            .Should().Be(error == CertificateFormatError.None);
        (certificate is null).Should().Be(error != CertificateFormatError.None);
        return error;
    }

    public static CertificateFormatError ReadCertificateError(this CertificateParts parts) => parts.Encode().ReadCertificateError();

    public static CertificateFormatError ReadPemError(this string pem)
    {
        ClientCertificate.TryParsePem(pem, out ClientCertificate? certificate, out CertificateFormatError error)
            .Should().Be(error == CertificateFormatError.None);
        (certificate is null).Should().Be(error != CertificateFormatError.None);
        return error;
    }

    public static CertificateFormatError ReadBundleError(this byte[] contents)
    {
        CertificateBundle.TryParse(contents, out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error)
            .Should().Be(error == CertificateFormatError.None);
        (certificates is null).Should().Be(error != CertificateFormatError.None);
        ClientCertificate.TryParse(contents, out ClientCertificate? first, out CertificateFormatError same)
            .Should().Be(error == CertificateFormatError.None);
        same.Should().Be(error);
        (first?.Thumbprint).Should().Be(certificates?[0].Thumbprint);
        return error;
    }
}
