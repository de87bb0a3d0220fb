using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>Lists of authorities in which some cannot be used.</summary>
public sealed class AuthorityBundleTests
{
    private static readonly ClientCertificate Root = TrustAnchorsTests.Chain.Root;
    private static readonly ClientCertificate Leaf = TrustAnchorsTests.Chain.Leaf;

    [Test]
    public void Three_of_150_that_cannot_be_used_are_left_out_and_named([Values] bool isPkcs7)
    {
        List<byte[]> all =
        [
            .. Enumerable.Range(1, 150)
                .Select(i => TestCertificates.Authority($"CN=root {i}").Create().ClientCertificate)
                .Select(root => root.RawData.ToArray()),
        ];
        all[0] = Leaf.RawData.ToArray();
        all[76] = Spoilt("constraints");
        all[149] = Der.Sequence(Der.Sequence(Der.Integer(1)), Der.OctetString(new byte[128]));

        TrustAnchors.TryParse(isPkcs7 ? Pkcs7(all) : Pem(all), out TrustAnchors? anchors, out CertificateFormatError error)
            .Should().BeTrue();

        error.Should().Be(CertificateFormatError.None);
        anchors!.AnchorCount.Should().Be(147);
        anchors.LeftOut.Select(certificate => certificate.ToString()).Should().Equal(
            "certificate 1 (CN=client): NotACertificateAuthority",
            "certificate 77 (CN=constraints): MalformedExtension",
            "certificate 150 (its subject cannot be read): MalformedDer");
        anchors.LeftOut.Select(certificate => (certificate.Position, certificate.Subject, certificate.Reason)).Should()
            .HaveElementAt(0, (1, "CN=client", CertificateFormatError.NotACertificateAuthority));
    }

    // Keys and names that this library does not read are the platform's to judge.
    [TestCase("EC -pkeyopt ec_paramgen_curve:brainpoolP256r1")]
    [TestCase("EC -pkeyopt ec_paramgen_curve:brainpoolP512r1")]
    [TestCase("EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit")]
    [TestCase("an unknown algorithm")]
    public async Task Anchor_with_a_key_that_only_the_platform_reads_disturbs_no_other(string key)
    {
        using OpenSslAuthorities made = new();
        made.Create("root", null, OpenSslAuthorities.Authority);
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");
        string strange = key == "an unknown algorithm"
            ? PemEncoding.WriteString("CERTIFICATE", StrangeKey())
            : made.CreatePem("strange", key);

        TrustAnchors.TryParse(
            Encoding.ASCII.GetBytes(strange + "\n" + made.Pem("root")), out TrustAnchors? anchors, out CertificateFormatError error)
            .Should().BeTrue(error.ToString());
        ClientAuthenticationResult result = await (TestChain.Trusting() with { Anchors = anchors! }).With(leaf);

        ClientCertificate.TryParsePem(strange, out _, out _).Should().BeFalse();
        (anchors!.AnchorCount + anchors.LeftOut.Count).Should().Be(2);
        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public async Task Anchor_on_a_brainpool_curve_trusts_its_clients()
    {
        using OpenSslAuthorities made = new();
        string root = made.CreatePem("root", "EC -pkeyopt ec_paramgen_curve:brainpoolP256r1");
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(root), out TrustAnchors? anchors, out CertificateFormatError error)
            .Should().BeTrue(error.ToString());
        ClientAuthenticationResult result = await (TestChain.Trusting() with { Anchors = anchors! }).With(leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public async Task Anchor_with_a_malformed_alternative_name_trusts_its_clients()
    {
        X509Extension spoilt = new("2.5.29.17", Der.Sequence(Der.Implicit(1, 0xC3, 0xA9)), critical: false);
        using X509Certificate2 root =
            TestCertificates.Authority("CN=root").WithExtensions(spoilt).Create().ToX509Certificate2();
        ClientCertificate leaf = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(root).Create().ClientCertificate;

        TrustAnchors.TryParse(root.RawData, out TrustAnchors? anchors, out _).Should().BeTrue();
        ClientAuthenticationResult result = await (TestChain.Trusting() with { Anchors = anchors! }).With(leaf);

        ClientCertificate.FromX509Certificate2(root).SubjectAlternativeNameError.Should().NotBe(CertificateFormatError.None);
        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public void Root_of_version_1_is_an_anchor_and_other_certificates_without_constraints_are_not()
    {
        using OpenSslAuthorities made = new();
        made.Create("v1", null, extensions: null);
        made.Create("v1-issuing", "v1", extensions: null);
        made.Create("v3", null, "keyUsage=critical,keyCertSign");
        made.Create("no-ca", null, "basicConstraints=CA:FALSE");
        string pem = made.Pem("v1") + made.Pem("v1-issuing") + made.Pem("v3") + made.Pem("no-ca");

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? anchors, out _).Should().BeTrue();

        anchors!.AnchorCount.Should().Be(1);
        anchors.LeftOut.Select(certificate => certificate.Subject).Should().Equal("CN=v1-issuing", "CN=v3", "CN=no-ca");
        anchors.LeftOut.Select(certificate => certificate.Reason).Should()
            .AllBeEquivalentTo(CertificateFormatError.NotACertificateAuthority);
    }

    [Test]
    public void Certificate_whose_key_may_not_sign_certificates_is_no_authority([Values] bool isSelfIssued)
    {
        using OpenSslAuthorities made = new();
        made.Create("root", null, OpenSslAuthorities.Authority);
        ClientCertificate other = made.Create(
            "other", isSelfIssued ? null : "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature,cRLSign");

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(made.Pem("other")), out _, out CertificateFormatError error).Should().BeFalse();

        error.Should().Be(CertificateFormatError.NotACertificateAuthority);
        FluentActions.Invoking(() => TrustAnchors.FromCertificates(other)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrustAnchors.FromCertificates([Root], [other])).Should().Throw<ArgumentException>();
    }

    [TestCase("X509 CRL", CertificateFormatError.RevocationList)]
    [TestCase("TRUSTED CERTIFICATE", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("PKCS7", CertificateFormatError.Pkcs7)]
    [TestCase("CERTIFICATE", CertificateFormatError.MalformedDer)]
    public void Block_of_something_else_is_left_out(string label, CertificateFormatError reason)
    {
        string pem = Encoding.ASCII.GetString(Pem([Root.RawData.ToArray()])) + $"\n-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n";

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? anchors, out _).Should().BeTrue();

        anchors!.LeftOut.Should().ContainSingle().Which.Reason.Should().Be(reason);
        anchors.LeftOut[0].Position.Should().Be(2);
    }

    [Test]
    public void Block_that_is_no_base64_is_left_out()
    {
        string pem = "-----BEGIN CERTIFICATE-----\nM*A=\n-----END CERTIFICATE-----\n"
            + Encoding.ASCII.GetString(Pem([Root.RawData.ToArray()]));

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? anchors, out _).Should().BeTrue();

        anchors!.LeftOut.Should().ContainSingle().Which.Reason.Should().Be(CertificateFormatError.MalformedPem);
    }

    [TestCase(0, CertificateFormatError.None)]
    [TestCase(1, CertificateFormatError.TooLarge)]
    public void Certificate_may_be_as_long_as_the_limit(int more, CertificateFormatError expected)
    {
        int length = ClientCertificate.DefaultMaximumLength + more;
        byte[] certificate = Padded(length - (Padded(60_000).Length - 60_000));

        bool isRead = TrustAnchors.TryParse(Pkcs7([certificate]), out _, out CertificateFormatError error);

        (certificate.Length, isRead, error).Should().Be((length, expected == CertificateFormatError.None, expected));

        static byte[] Padded(int length) => new CertificateParts().WithExtensions(
            CertificateParts.Extension("2.5.29.19", Der.Sequence(Der.True)),
            CertificateParts.Extension("1.3.6.1.4.1.99999.1", Der.OctetString(new byte[length]))).Encode();
    }

    [Test]
    public void Certificate_of_any_length_in_PKCS7_is_left_out_beyond_the_limit()
    {
        byte[] large = new CertificateParts { Subject = Der.CommonName(new string('x', ClientCertificate.DefaultMaximumLength)) }.Encode();

        TrustAnchors.TryParse(Pkcs7([Root.RawData.ToArray(), large]), out TrustAnchors? anchors, out _).Should().BeTrue();

        anchors!.LeftOut.Should().ContainSingle().Which.Reason.Should().Be(CertificateFormatError.TooLarge);
    }

    [TestCase("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", CertificateFormatError.PrivateKeyPresent)]
    [TestCase("-----BEGIN CERTIFICATE-----\nMAA=\n", CertificateFormatError.MalformedPem)]
    [TestCase("-----BEGIN CERTIFICATE-----\nMAA=\n-----END X509 CRL-----\n", CertificateFormatError.MalformedPem)]
    public void File_that_is_not_what_it_should_be_is_refused_as_a_whole(string more, CertificateFormatError expected)
    {
        string pem = Encoding.ASCII.GetString(Pem([Leaf.RawData.ToArray(), Root.RawData.ToArray()])) + "\n" + more;

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();

        (anchors, error).Should().Be((null, expected));
    }

    [Test]
    public void File_in_which_nothing_can_be_used_is_refused_with_the_first_reason()
    {
        TrustAnchors.TryParse(
            Pem([Leaf.RawData.ToArray(), Spoilt("any")]), out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();

        (anchors, error).Should().Be((null, CertificateFormatError.NotACertificateAuthority));
    }

    [Test]
    public void Certificate_that_the_platform_does_not_load_is_left_out_with_a_reason()
    {
        AuthorityBundle bundle = AuthorityBundle.Read(
            Pem([Root.RawData.ToArray(), new CertificateParts { Validity = Der.Sequence() }.Encode()]), out CertificateFormatError error);

        error.Should().Be(CertificateFormatError.None);
        bundle.LeftOut.Should().ContainSingle().Which.Reason.Should().Be(CertificateFormatError.MalformedValidity);
    }

    [Test]
    public void Octets_behind_a_certificate_refuse_it()
    {
        TrustAnchors.TryParse([.. Root.RawData.Span, 0], out _, out CertificateFormatError error).Should().BeFalse();

        error.Should().Be(CertificateFormatError.MalformedDer);
    }

    [TestCase("-----BEGIN CERTIFICATE-----\nMAA=\n", CertificateFormatError.MalformedPem)]
    [TestCase("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", CertificateFormatError.PrivateKeyPresent)]
    public void First_block_that_is_not_what_it_should_be_is_named(string contents, CertificateFormatError expected)
    {
        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(contents), out _, out CertificateFormatError error).Should().BeFalse();

        error.Should().Be(expected);
    }

    // X.690 §8.1.3.6: a length that is not said, which DER forbids.
    [Test]
    public void Certificate_without_a_length_is_no_text()
    {
        TrustAnchors.TryParse([0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0], out _, out CertificateFormatError error).Should().BeFalse();

        error.Should().Be(CertificateFormatError.MalformedDer);
    }

    [TestCase("-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("-----BEGIN CERTIFICATE-----\nMAA=\n", CertificateFormatError.MalformedPem)]
    [TestCase("", CertificateFormatError.None)]
    public void Bundle_in_PEM_stands_alone(string more, CertificateFormatError expected)
    {
        string pem = PemEncoding.WriteString("PKCS7", Pkcs7([Root.RawData.ToArray()])) + "\n" + more;

        bool isRead = TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out _, out CertificateFormatError error);

        (isRead, error).Should().Be((more.Length == 0, expected));
    }

    [TestCase("M*A=", CertificateFormatError.MalformedPem)]
    [TestCase("MAA=", CertificateFormatError.MalformedPkcs7)]
    public void Bundle_in_PEM_that_cannot_be_read_is_refused(string body, CertificateFormatError expected)
    {
        byte[] pem = Encoding.ASCII.GetBytes($"-----BEGIN PKCS7-----\n{body}\n-----END PKCS7-----\n");

        TrustAnchors.TryParse(pem, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();

        (anchors, error).Should().Be((null, expected));
    }

    [Test]
    public void Thousand_certificates_are_read()
    {
        AuthorityBundle bundle = AuthorityBundle.Read(
            Pem(Enumerable.Repeat(Leaf.RawData.ToArray(), 999).Prepend(Root.RawData.ToArray())), out CertificateFormatError error);

        error.Should().Be(CertificateFormatError.None);
        (bundle.Certificates.Count, bundle.LeftOut.Count).Should().Be((1, 999));
    }

    [TestCase(0, CertificateFormatError.MalformedPkcs7)]
    [TestCase(1_001, CertificateFormatError.TooManyCertificates)]
    public void Bundle_with_no_certificate_or_too_many_is_refused(int count, CertificateFormatError expected)
    {
        string pem = PemEncoding.WriteString("PKCS7", Pkcs7(Enumerable.Repeat(Root.RawData.ToArray(), count)));

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();

        (anchors, error).Should().Be((null, expected));
    }

    [TestCase(0, CertificateFormatError.NoCertificate)]
    [TestCase(1, CertificateFormatError.TooLarge)]
    public void File_is_as_long_as_base64_of_a_thousand_certificates_at_most(int more, CertificateFormatError expected)
    {
        byte[] contents = new byte[(2 * 1_000 * ClientCertificate.DefaultMaximumLength) + more];
        contents.AsSpan().Fill((byte)'x');

        TrustAnchors.TryParse(contents, out _, out CertificateFormatError error).Should().BeFalse();

        error.Should().Be(expected);
    }

    private static byte[] Pem(IEnumerable<byte[]> certificates) => Encoding.ASCII.GetBytes(
        string.Join('\n', certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate))));

    // ContentInfo and SignedData without signers (RFC 2315 §9.1).
    private static byte[] Pkcs7(IEnumerable<byte[]> certificates) => Der.Sequence(
        Der.ObjectIdentifier("1.2.840.113549.1.7.2"),
        Der.Explicit(0, Der.Sequence(
            Der.Integer(1),
            Der.Set(),
            Der.Sequence(Der.ObjectIdentifier("1.2.840.113549.1.7.1")),
            Der.Explicit(0, [.. certificates]),
            Der.Set())));

    private static byte[] Spoilt(string name) => new CertificateParts
    {
        Subject = Der.CommonName(name),
    }.WithExtensions(CertificateParts.Extension("2.5.29.19", Der.OctetString(1))).Encode();

    private static byte[] StrangeKey() => new CertificateParts
    {
        Subject = Der.CommonName("strange"),
        SubjectPublicKeyInfo = Der.Sequence(Der.Algorithm("1.2.840.10040.4.1"), Der.BitString(Der.Integer(5))),
    }.WithExtensions(CertificateParts.Extension("2.5.29.19", Der.Sequence(Der.True))).Encode();
}
