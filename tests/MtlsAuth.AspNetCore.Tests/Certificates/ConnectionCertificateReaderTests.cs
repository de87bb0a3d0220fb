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
        using X509Certificate2 certificate = CreateUnreadable();

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

    [Test]
    public void Read_leaves_out_of_the_chain_what_cannot_be_read_and_the_certificate_itself()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Certificate2 authority = TestCertificates.Authority("CN=authority").Create().ToX509Certificate2();
        using X509Certificate2 unreadable = CreateUnreadable();
        using X509Chain chain = new();
        chain.ChainPolicy.ExtraStore.AddRange((X509Certificate2[])[unreadable, certificate, authority]);
        ConnectionCertificateChain.TryRemember(certificate, chain, 16_384).Should().BeTrue();

        new ConnectionCertificateReader().Read(certificate).Chain.Select(item => item.Subject?.ToString()).Should().Equal("CN=authority");
    }

    // The platform lets an extension occur twice; RFC 5280 §4.2 does not.
    private static X509Certificate2 CreateUnreadable()
    {
        byte[] extension = CertificateParts.Extension("1.3.6.1.4.1.99999.1", [5, 0]);
        return X509CertificateLoader.LoadCertificate(new CertificateParts().WithExtensions(extension, extension).Encode());
    }
}
