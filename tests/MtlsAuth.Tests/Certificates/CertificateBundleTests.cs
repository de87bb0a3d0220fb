using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class CertificateBundleTests
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly byte[] Root = Issue("root", "root");
    private static readonly byte[] Intermediate = Issue("intermediate", "root");
    private static readonly byte[] Leaf = Issue("leaf", "intermediate");

    [Test]
    public void TryParse_reads_one_certificate_in_DER()
    {
        CertificateBundle.TryParse(Leaf, out IReadOnlyList<ClientCertificate>? certificates, out _).Should().BeTrue();

        certificates!.Should().ContainSingle().Which.RawData.ToArray().Should().Equal(Leaf);
    }

    [Test]
    public void TryParse_reads_the_certificates_of_a_PEM_text_in_their_order() =>
        Read(Encoding.ASCII.GetBytes(Pem(Intermediate) + "\n" + Pem(Leaf))).Should().Equal("CN=intermediate", "CN=leaf");

    [Test]
    public void TryParse_passes_over_any_octets_around_PEM_blocks() =>
        Read([0xFF, 0xFE, .. Encoding.UTF8.GetBytes("Zertifikat für Größe\n" + Pem(Leaf)), 0xC3]).Should().Equal("CN=leaf");

    [TestCase(0, 1, 2)]
    [TestCase(2, 1, 0)]
    [TestCase(1, 0, 2)]
    [TestCase(2, 0, 1)]
    public void TryParse_puts_the_end_entity_of_PKCS7_first(int first, int second, int third)
    {
        byte[][] chain = [Leaf, Intermediate, Root];
        byte[] bundle = Pkcs7(chain[first], chain[second], chain[third]);

        Read(bundle)[0].Should().Be("CN=leaf");
        Read(bundle).Should().BeEquivalentTo("CN=leaf", "CN=intermediate", "CN=root");
    }

    [Test]
    public void TryParse_reads_what_the_platform_exports()
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=leaf").IssuedBy(root).Create().ToX509Certificate2();
        byte[] bundle = new X509Certificate2Collection { root, leaf }.Export(X509ContentType.Pkcs7)!;

        Read(bundle).Should().Equal("CN=leaf", "CN=root");
        Read(Armour(bundle)).Should().Equal("CN=leaf", "CN=root");
    }

    [Test]
    public void TryParse_reads_PKCS7_in_BER()
    {
        byte[] certificates = [0xA0, 0x80, .. Root, .. Leaf, .. Intermediate, 0, 0];
        byte[] signedData = [0x30, 0x80, .. Der.Integer(1), .. Der.Set(), .. EmptyContent(), .. certificates, .. Der.Set(), 0, 0];
        byte[] bundle = [0x30, 0x80, .. Der.ObjectIdentifier(SignedData), 0xA0, 0x80, .. signedData, 0, 0, 0, 0];

        Read(bundle)[0].Should().Be("CN=leaf");
    }

    [Test]
    public void TryParse_reads_a_single_self_signed_certificate_of_PKCS7() => Read(Pkcs7(Root)).Should().Equal("CN=root");

    [Test]
    public void TryParse_refuses_PKCS7_with_two_end_entities_or_none()
    {
        Pkcs7(Leaf, Issue("other", "intermediate"), Intermediate).ReadBundleError().Should().Be(CertificateFormatError.MalformedPkcs7);
        Pkcs7(Leaf, Leaf).ReadBundleError().Should().Be(CertificateFormatError.MalformedPkcs7);
        Armour(Pkcs7()).ReadBundleError().Should().Be(CertificateFormatError.MalformedPkcs7);
        Pkcs7(Issue("a", "b"), Issue("b", "a")).ReadBundleError().Should().Be(CertificateFormatError.MalformedPkcs7, "they go in a circle");
    }

    [Test]
    public void TryParse_refuses_octets_behind_PKCS7()
    {
        byte[] bundle = [.. Pkcs7(Leaf), 0];

        bundle.ReadBundleError().Should().Be(CertificateFormatError.TrailingData);
        Armour(bundle).ReadBundleError()
            .Should().Be(CertificateFormatError.TrailingData);
    }

    [Test]
    public void TryParse_refuses_malformed_PKCS7()
    {
        byte[] certificates = Der.Explicit(0, Leaf);
        byte[] Bundle(string type, byte[] content) => Der.Sequence(Der.ObjectIdentifier(type), content);

        foreach (byte[] malformed in new[]
        {
            Bundle("1.2.840.113549.1.7.1", Der.Explicit(0, Der.OctetString(1))),
            Bundle(SignedData, []),
            Bundle(SignedData, Der.Explicit(0, Der.Null)),
            Bundle(SignedData, Der.Explicit(0, Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent()))),
            Bundle(SignedData, Der.Explicit(0, Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent(), Der.Set()))),
            Bundle(SignedData, Der.Explicit(0, Der.Sequence(Der.Integer(1), EmptyContent(), certificates))),
            Bundle(SignedData, Der.Explicit(0, Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent(), certificates))),
            Bundle(SignedData, Der.Explicit(0, Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent(), certificates, Der.Set(Der.Null)))),
            Bundle("1.2.840.113549.1.7.3", Der.Explicit(0, SignedDataOf(Der.Null))),
            Pkcs7(Der.Null, [0x30]),
            Pkcs7(Leaf)[..^1],
        })
        {
            Armour(malformed).ReadBundleError().Should().Be(CertificateFormatError.MalformedPkcs7);
        }
    }

    [TestCase("30 80 04 84 FF FF FF FF", TestName = "{m}(inner length beyond Int32)")]
    [TestCase("30 80", TestName = "{m}(nothing behind the length)")]
    [TestCase("30 84 FF", TestName = "{m}(length cut off)")]
    [TestCase("30 FF 00", TestName = "{m}(reserved length)")]
    public void TryParse_never_throws_for_impossible_lengths(string octets) =>
        Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal)).ReadBundleError()
            .Should().Be(CertificateFormatError.MalformedDer);

    [Test]
    public void TryParse_says_what_is_wrong_with_a_certificate_in_PKCS7()
    {
        Pkcs7(Leaf, new CertificateParts { Version = Der.Explicit(0, Der.Integer(3)) }.Encode()).ReadBundleError()
            .Should().Be(CertificateFormatError.InvalidVersion);
        Pkcs7(Leaf, Der.Null).ReadBundleError().Should().Be(CertificateFormatError.MalformedDer);
    }

    [TestCase(16, CertificateFormatError.None)]
    [TestCase(17, CertificateFormatError.TooManyCertificates)]
    public void TryParse_bounds_the_number_of_certificates(int count, CertificateFormatError expected)
    {
        byte[][] chain = [.. Enumerable.Range(0, count).Select(i => Issue($"{i}", $"{i + 1}"))];

        Pkcs7(chain).ReadBundleError().Should().Be(expected);
        CertificateBundle.TryParsePem(string.Concat(chain.Select(Pem)), out _, out CertificateFormatError error)
            .Should().Be(error == CertificateFormatError.None);
        error.Should().Be(expected);
    }

    [TestCase(2, CertificateFormatError.None)]
    [TestCase(3, CertificateFormatError.TooManyCertificates)]
    public void TryReadEncoded_bounds_the_number_of_certificates(int count, CertificateFormatError expected) =>
        ReadEncodedError(Pkcs7([.. Enumerable.Repeat(Leaf, count)]), maximumCount: 2).Should().Be(expected);

    [Test]
    public void TryReadEncoded_refuses_what_is_malformed_behind_the_certificates()
    {
        byte[] withoutSigners = Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent(), Der.Explicit(0, Leaf));

        ReadEncodedError(Der.Sequence(Der.ObjectIdentifier(SignedData), Der.Explicit(0, withoutSigners)), maximumCount: 2)
            .Should().Be(CertificateFormatError.MalformedPkcs7);
    }

    [Test]
    public void TryParse_stops_at_the_first_certificate_too_many()
    {
        byte[] bundle = Pkcs7([.. Enumerable.Repeat(Leaf, 16), .. Enumerable.Repeat(Der.Null, 100_000)]);

        bundle.ReadBundleError().Should().Be(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void TryParse_bounds_what_it_reads_at_all()
    {
        int limit = 2 * 16 * Leaf.Length;

        CertificateBundle.TryParse(new byte[limit + 1], out _, out CertificateFormatError error, Leaf.Length).Should().BeFalse();
        CertificateBundle.TryParse(new byte[limit], out _, out CertificateFormatError within, Leaf.Length).Should().BeFalse();

        error.Should().Be(CertificateFormatError.TooLarge);
        within.Should().Be(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void TryParse_holds_each_certificate_to_the_limit()
    {
        CertificateBundle.TryParse(Pkcs7(Leaf), out _, out _, Leaf.Length).Should().BeTrue();
        CertificateBundle.TryParse(Pkcs7(Leaf), out _, out CertificateFormatError bundled, Leaf.Length - 1).Should().BeFalse();
        CertificateBundle.TryParse(Leaf, out _, out CertificateFormatError single, Leaf.Length - 1).Should().BeFalse();

        bundled.Should().Be(CertificateFormatError.TooLarge);
        single.Should().Be(CertificateFormatError.TooLarge);
    }

    [Test]
    public void TryParsePem_reads_PKCS7_under_the_largest_limit() =>
        CertificateBundle.TryParsePem(PemEncoding.WriteString("PKCS7", Pkcs7(Leaf)), out _, out _, int.MaxValue).Should().BeTrue();

    [Test]
    public void TryParsePem_bounds_a_PKCS7_block()
    {
        string pem = $"-----BEGIN PKCS7-----{new string('A', (2 * 16 * 100) + 1)}-----END PKCS7-----";

        CertificateBundle.TryParsePem(pem, out _, out CertificateFormatError error, maximumLength: 100).Should().BeFalse();

        error.Should().Be(CertificateFormatError.TooLarge);
    }

    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", CertificateFormatError.PrivateKeyPresent)]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("-----BEGIN CERTIFICATE-----", CertificateFormatError.MalformedPem)]
    public void TryParsePem_refuses_further_blocks_behind_PKCS7(string block, CertificateFormatError expected)
    {
        string pem = PemEncoding.WriteString("PKCS7", Pkcs7(Leaf));

        CertificateBundle.TryParsePem(
            $"{pem}\n{block}\n", out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error)
            .Should().BeFalse();

        certificates.Should().BeNull();
        error.Should().Be(expected);
    }

    [TestCase("-----BEGIN PKCS7-----\n!\n-----END PKCS7-----", CertificateFormatError.MalformedPem)]
    [TestCase("-----BEGIN PKCS7-----\n-----END PKCS7-----", CertificateFormatError.MalformedPkcs7)]
    [TestCase("-----BEGIN PKCS7-----\nAAAA\n-----END CMS-----", CertificateFormatError.MalformedPem)]
    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", CertificateFormatError.PrivateKeyPresent)]
    [TestCase("", CertificateFormatError.Empty)]
    [TestCase(" \r\n\t", CertificateFormatError.Empty)]
    [TestCase("nothing", CertificateFormatError.NoCertificate)]
    public void TryParse_says_what_is_wrong_with_a_text(string text, CertificateFormatError expected) =>
        Encoding.ASCII.GetBytes(text).ReadBundleError().Should().Be(expected);

    private static byte[] Issue(string subject, string issuer) =>
        new CertificateParts { Subject = Der.CommonName(subject), Issuer = Der.CommonName(issuer) }.Encode();

    private static byte[] Pkcs7(params byte[][] certificates) => Der.Sequence(
        Der.ObjectIdentifier(SignedData), Der.Explicit(0, SignedDataOf(certificates)));

    private static byte[] SignedDataOf(params byte[][] certificates) =>
        Der.Sequence(Der.Integer(1), Der.Set(), EmptyContent(), Der.Explicit(0, certificates), Der.Set());

    private static byte[] EmptyContent() => Der.Sequence(Der.ObjectIdentifier("1.2.840.113549.1.7.1"));

    private static byte[] Armour(byte[] bundle) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", bundle));

    private static string Pem(byte[] certificate) => PemEncoding.WriteString("CERTIFICATE", certificate);

    private static CertificateFormatError ReadEncodedError(byte[] bundle, int maximumCount)
    {
        CertificateBundleRules rules = new(ClientCertificate.DefaultMaximumLength, maximumCount);
        Pkcs7Reader.TryReadEncoded(bundle, rules, out _, out CertificateFormatError error)
            .Should().Be(error == CertificateFormatError.None);
        return error;
    }

    private static string[] Read(byte[] contents)
    {
        CertificateBundle.TryParse(contents, out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error)
            .Should().BeTrue("the bundle was refused with {0}", error);
        return [.. certificates!.Select(certificate => certificate.Subject!.ToString())];
    }
}
