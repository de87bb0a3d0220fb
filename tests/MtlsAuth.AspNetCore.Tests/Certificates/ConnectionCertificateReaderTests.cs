using System.Security.Cryptography.X509Certificates;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Certificates;

public sealed class ConnectionCertificateReaderTests
{
    [Test]
    public void Read_keeps_the_octets_of_what_it_refuses()
    {
        // The platform lets an extension occur twice; RFC 5280 §4.2 does not.
        byte[] extension = CertificateParts.Extension("1.3.6.1.4.1.99999.1", [5, 0]);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(
            new CertificateParts().WithExtensions(extension, extension).Encode());

        PresentedCertificate presented = new ConnectionCertificateReader().Read(certificate);

        (presented.Status, presented.Error).Should().Be((PresentedCertificateStatus.Refused, CertificateFormatError.DuplicateExtension));
        presented.RefusedOctets.ToArray().Should().Equal(certificate.RawData);
    }

    [Test]
    public void Read_keeps_no_octets_of_what_it_reads()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();

        new ConnectionCertificateReader().Read(certificate).RefusedOctets.IsEmpty.Should().BeTrue();
    }
}
