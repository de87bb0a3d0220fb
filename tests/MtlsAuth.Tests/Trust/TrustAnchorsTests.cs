using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Trust;

public sealed class TrustAnchorsTests
{
    internal static readonly (ClientCertificate Root, ClientCertificate Intermediate, ClientCertificate Leaf) Chain =
        new TestChain().Create();

    // Parameters that are a NULL with something in it (X.690 §8.8.2): OpenSSL looks inside, and this library passes over them.
    private static readonly byte[] StrangeAlgorithm = Der.Algorithm("1.2.840.10045.4.3.2", Der.Element(0x05, 0));

    /// <summary>The certificate of a client which this library reads, and the platform does not.</summary>
    internal static readonly CertificateParts ReadHereOnly = new()
    {
        Subject = Der.CommonName("client"),
        InnerSignatureAlgorithm = StrangeAlgorithm,
        OuterSignatureAlgorithm = StrangeAlgorithm,
    };

    [Test]
    public void The_first_expiry_is_that_of_the_anchor_that_expires_first()
    {
        ClientCertificate[] anchors = [CreateAuthority(20), CreateAuthority(10), CreateAuthority(30)];

        TrustAnchors.FromCertificates(anchors).FirstExpiry.Should().Be(anchors[1].NotAfter);
        TrustAnchors.FromCertificates([anchors[0]], [anchors[1]]).FirstExpiry.Should().Be(anchors[0].NotAfter);
        TrustAnchors.None.FirstExpiry.Should().BeNull();
    }

    [Test]
    public void FromCertificates_takes_anchors_and_intermediates_for_what_they_are_said_to_be()
    {
        TrustAnchors anchors = TrustAnchors.FromCertificates(Chain.Root, Chain.Intermediate);
        TrustAnchors one = TrustAnchors.FromCertificates([Chain.Intermediate], [Chain.Root]);

        (anchors.AnchorCount, anchors.IntermediateCount).Should().Be((2, 0));
        (one.AnchorCount, one.IntermediateCount).Should().Be((1, 1));
        anchors.LeftOut.Should().BeEmpty();
    }

    [Test]
    public void FromCertificates_refuses_a_certificate_of_no_authority()
    {
        FluentActions.Invoking(() => TrustAnchors.FromCertificates(Chain.Root, Chain.Leaf)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrustAnchors.FromCertificates(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the platform may load the certificate.")]
    public void FromCertificates_refuses_a_certificate_that_the_platform_does_not_load()
    {
        ClientCertificate authority = ReadHereOnly
            .WithExtensions(CertificateParts.Extension("2.5.29.19", Der.Sequence(Der.True))).ReadCertificate();

        FluentActions.Invoking(() => TrustAnchors.FromCertificates(authority))
            .Should().Throw<ArgumentException>().WithParameterName("anchors").WithInnerException<CryptographicException>();
        FluentActions.Invoking(() => TrustAnchors.FromCertificates([Chain.Root], [authority]))
            .Should().Throw<ArgumentException>().WithParameterName("intermediates");
    }

    [TestCase("der", 1)]
    [TestCase("pem", 2)]
    [TestCase("p7b", 2)]
    public void TryParse_reads_what_files_hold(string form, int count)
    {
        TrustAnchors.TryParse(File(form), out TrustAnchors? anchors, out CertificateFormatError error).Should().BeTrue();

        error.Should().Be(CertificateFormatError.None);
        (anchors!.AnchorCount, anchors.IntermediateCount, anchors.LeftOut.Count).Should().Be((count, 0, 0));
    }

    [Test]
    public void TryParse_says_what_is_wrong()
    {
        Refuse([]).Should().Be(CertificateFormatError.Empty);
        Refuse("text"u8).Should().Be(CertificateFormatError.NoCertificate);
        Refuse(Chain.Leaf.RawData.Span).Should().Be(CertificateFormatError.NotACertificateAuthority);

        static CertificateFormatError Refuse(ReadOnlySpan<byte> contents)
        {
            TrustAnchors.TryParse(contents, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();
            anchors.Should().BeNull();
            return error;
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void TryParse_reads_many_authorities_that_have_nothing_to_do_with_each_other(bool isPkcs7)
    {
        X509Certificate2Collection roots = [];
        for (int i = 0; i < 17; i++)
        {
            roots.Add(TestCertificates.Authority($"CN=root {i}").Create().ToX509Certificate2());
        }

        byte[] contents = isPkcs7
            ? roots.Export(X509ContentType.Pkcs7)!
            : Encoding.ASCII.GetBytes(string.Join('\n', roots.Select(root => root.ExportCertificatePem())));

        TrustAnchors.TryParse(contents, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeTrue(error.ToString());
        anchors!.AnchorCount.Should().Be(17);
    }

    [Test]
    public void TryParse_refuses_more_than_a_thousand_authorities()
    {
        string pem = PemEncoding.WriteString("CERTIFICATE", Chain.Root.RawData.Span) + "\n";
        byte[] contents = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(pem, 1_001)));

        TrustAnchors.TryParse(contents, out _, out CertificateFormatError error).Should().BeFalse();
        error.Should().Be(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void TryParse_refuses_a_bundle_without_certificates()
    {
        string pem = PemEncoding.WriteString("PKCS7", new X509Certificate2Collection().Export(X509ContentType.Pkcs7)!);

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out _, out CertificateFormatError error).Should().BeFalse();
        error.Should().Be(CertificateFormatError.MalformedPkcs7);
    }

    internal static byte[] Pem(params IEnumerable<ClientCertificate> certificates) => Encoding.ASCII.GetBytes(string.Join(
        '\n', certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate.RawData.Span))));

    internal static byte[] File(string form)
    {
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(Chain.Root.RawData.Span);
        using X509Certificate2 intermediate = X509CertificateLoader.LoadCertificate(Chain.Intermediate.RawData.Span);
        X509Certificate2Collection both = [root, intermediate];
        return form switch
        {
            "der" => Chain.Root.RawData.ToArray(),
            "pem" => Encoding.ASCII.GetBytes(both.ExportCertificatePems()),
            _ => both.Export(X509ContentType.Pkcs7)!,
        };
    }

    private static ClientCertificate CreateAuthority(int days)
    {
        using X509Certificate2 made = TestCertificates.Ec()
            .WithSubject($"CN={days}")
            .AsAuthority()
            .ValidUntil(DateTimeOffset.UtcNow.AddDays(days))
            .Create().ToX509Certificate2();
        return ClientCertificate.FromX509Certificate2(made);
    }
}
