using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

/// <summary>Whoever mistakes another file for a certificate is told which file it is.</summary>
public sealed class OtherFormatsTests
{
    private static readonly byte[] Certificate = new CertificateParts().Encode();
    private static readonly string Pem = PemEncoding.WriteString("CERTIFICATE", Certificate);

    [TestCaseSource(nameof(Files))]
    public void Every_door_says_what_a_file_in_DER_is(byte[] contents, CertificateFormatError expected)
    {
        contents.ReadCertificateError().Should().Be(expected);
        PemEncoding.WriteString("CERTIFICATE", contents).ReadPemError().Should().Be(expected, "the label is wrong");
        if (expected != CertificateFormatError.Pkcs7)
        {
            contents.ReadBundleError().Should().Be(expected);
            TrustAnchors.TryParse(contents, out _, out CertificateFormatError anchors).Should().BeFalse();
            anchors.Should().Be(expected);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void A_file_is_named_even_if_it_is_too_large_for_a_certificate(byte[] contents, CertificateFormatError expected)
    {
        ClientCertificate.TryParseDer(contents, out _, out CertificateFormatError copied, maximumLength: 30).Should().BeFalse();
        ClientCertificate.TryParseDerInPlace(contents, out _, out CertificateFormatError inPlace, maximumLength: 30).Should().BeFalse();

        copied.Should().Be(expected);
        inPlace.Should().Be(expected);
    }

    [TestCase("CERTIFICATE REQUEST", CertificateFormatError.CertificateRequest)]
    [TestCase("NEW CERTIFICATE REQUEST", CertificateFormatError.CertificateRequest)]
    [TestCase("X509 CRL", CertificateFormatError.RevocationList)]
    [TestCase("PUBLIC KEY", CertificateFormatError.BarePublicKey)]
    [TestCase("RSA PUBLIC KEY", CertificateFormatError.BarePublicKey)]
    [TestCase("CMS", CertificateFormatError.Pkcs7)]
    [TestCase("PKCS12", CertificateFormatError.Pkcs12)]
    [TestCase("TRUSTED CERTIFICATE", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("DH PARAMETERS", CertificateFormatError.UnexpectedPemLabel)]
    public void Every_door_says_what_a_PEM_block_is(string label, CertificateFormatError expected)
    {
        string block = $"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n";

        block.ReadPemError().Should().Be(expected);
        Encoding.ASCII.GetBytes(block).ReadBundleError().Should().Be(expected);
        $"{Pem}\n{block}".ReadPemError().Should().Be(expected);
    }

    [Test]
    public void PKCS7_behind_a_certificate_is_named() =>
        $"{Pem}\n-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----".ReadPemError().Should().Be(CertificateFormatError.Pkcs7);

    [Test]
    public void A_private_key_behind_another_block_is_named()
    {
        string key = "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n"
            + "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";

        key.ReadPemError().Should().Be(CertificateFormatError.PrivateKeyPresent);
        Encoding.ASCII.GetBytes(key).ReadBundleError().Should().Be(CertificateFormatError.PrivateKeyPresent);
    }

    [Test]
    public void TryParsePem_says_that_UTF16_was_read_as_something_else([Values] bool bigEndian) =>
        Encoding.Latin1.GetString(new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes("\uFEFF" + Pem)).ReadPemError()
            .Should().Be(CertificateFormatError.MisreadUtf16);

    [Test]
    public void TryParse_reads_UTF16([Values] bool bigEndian, [Values] bool marked, [Values] bool explained)
    {
        string text = (marked ? "\uFEFF" : "") + (explained ? "subject=CN = test\r\n" : "") + Pem;
        byte[] contents = new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes(text);

        contents.ReadBundleError().Should().Be(CertificateFormatError.None);
        ClientCertificate.TryParse(contents, out ClientCertificate? certificate, out _).Should().BeTrue();
        certificate!.RawData.ToArray().Should().Equal(Certificate);
    }

    [Test]
    public void TryParse_holds_UTF16_to_the_rules_of_PEM([Values] bool bigEndian)
    {
        CertificateFormatError Read(string text) =>
            new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes("\uFEFF" + text).ReadBundleError();

        Read("text").Should().Be(CertificateFormatError.NoCertificate);
        Read(Pem + "-----BEGIN PRIVATE KEY-----").Should().Be(CertificateFormatError.PrivateKeyPresent);
        Read(Pem[..^30]).Should().Be(CertificateFormatError.MalformedPem);
        Read(string.Concat(Enumerable.Repeat(Pem, 17))).Should().Be(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void TryParse_reads_the_blocks_in_ASCII_where_there_are_blocks_in_UTF16_too()
    {
        byte[] other = Encoding.Unicode.GetBytes(
            PemEncoding.WriteString("CERTIFICATE", new CertificateParts { SerialNumber = Der.Integer(7) }.Encode()));

        ClientCertificate.TryParse([.. other, .. Encoding.ASCII.GetBytes(Pem)], out ClientCertificate? certificate, out _)
            .Should().BeTrue();

        certificate!.RawData.ToArray().Should().Equal(Certificate);
    }

    [TestCaseSource(nameof(Texts))]
    public void TryParseDer_says_that_a_text_is_no_DER(byte[] text) =>
        text.ReadCertificateError().Should().Be(CertificateFormatError.TextInsteadOfDer);

    [Test]
    public void TryParseDer_takes_a_short_fragment_for_no_text() =>
        Der.Sequence(Der.Null).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);

    [Test]
    public void TryParseDer_takes_what_only_begins_like_another_file_for_a_malformed_certificate()
    {
        Der.Sequence(Der.Algorithm("1.2.840.10045.2.1"), Der.Null).ReadCertificateError()
            .Should().Be(CertificateFormatError.InvalidSignatureAlgorithm, "no key follows");
        Der.Sequence(Der.Sequence(Der.Integer(1), Der.UtcTime("260101000000Z"))).ReadCertificateError()
            .Should().Be(CertificateFormatError.InvalidSignatureAlgorithm, "a list has its algorithm and its issuer before the time");
    }

    [Test]
    public void TryParse_says_that_the_boundaries_are_missing()
    {
        string base64 = Convert.ToBase64String(Certificate, Base64FormattingOptions.InsertLineBreaks);

        foreach (string text in new[]
        {
            base64,
            $" \r\n{base64}\n",
            Pem.Replace("-----", "\u2014", StringComparison.Ordinal),
            Pem.Replace("-----", "\u2013\u2013\u2013\u2013\u2013", StringComparison.Ordinal),
            Pem.Replace("-----", "----", StringComparison.Ordinal),
            Pem.Replace("-----", "", StringComparison.Ordinal),
            $"Subject: CN=x\n{Pem.Replace("-----", "--", StringComparison.Ordinal)}",
        })
        {
            text.ReadPemError().Should().Be(CertificateFormatError.MissingPemBoundary);
            Encoding.UTF8.GetBytes(text).ReadBundleError().Should().Be(CertificateFormatError.MissingPemBoundary);
        }
    }

    [Test]
    public void TryParse_finds_base64_without_boundaries_behind_a_byte_order_mark(
        [Values("utf-8", "utf-16", "utf-16BE")] string encoding)
    {
        Encoding with = Encoding.GetEncoding(encoding);
        string base64 = string.Concat(Pem.Split('\n').Where(line => !line.StartsWith('-')));

        byte[] contents = [.. with.GetPreamble(), .. with.GetBytes(base64)];

        contents.ReadBundleError().Should().Be(CertificateFormatError.MissingPemBoundary);
    }

    [TestCase("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== a@b")]
    [TestCase("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ== a@b")]
    [TestCase("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY= a@b")]
    [TestCase("---- BEGIN SSH2 PUBLIC KEY ----\nAAAAC3Nza\n---- END SSH2 PUBLIC KEY ----")]
    public void TryParse_says_that_it_is_a_public_key_of_SSH(string text)
    {
        Encoding.UTF8.GetBytes(text).ReadBundleError().Should().Be(CertificateFormatError.BarePublicKey);
        text.ReadPemError().Should().Be(CertificateFormatError.BarePublicKey);
    }

    [TestCase("MIssing")]
    [TestCase("MI, ")]
    [TestCase("AAAA")]
    [TestCase("BEGIN")]
    public void TryParse_guesses_nothing_from_a_few_letters(string text) =>
        ("x, " + text).ReadPemError().Should().Be(CertificateFormatError.NoCertificate);

    [Test]
    public void A_malformed_certificate_is_never_taken_for_something_else()
    {
        CertificateParts valid = new();

        foreach (CertificateParts parts in new[]
        {
            valid with { Version = [], Validity = [] },
            valid with { Version = [], Issuer = [], Validity = [] },
            valid with { Version = [], Validity = Der.Sequence(Der.Explicit(0)) },
            valid with { Version = [], SubjectPublicKeyInfo = [] },
            valid with { SerialNumber = [] },
            valid with { Version = Der.Integer(3) },
            valid with { InnerSignatureAlgorithm = Der.BitString([1]) },
        })
        {
            parts.ReadCertificateError().Should().BeOneOf(
                CertificateFormatError.InvalidVersion,
                CertificateFormatError.InvalidSerialNumber,
                CertificateFormatError.InvalidSignatureAlgorithm,
                CertificateFormatError.MalformedName,
                CertificateFormatError.MalformedValidity,
                CertificateFormatError.InvalidPublicKey);
        }
    }

    private static IEnumerable<TestCaseData> Files()
    {
        using RSA rsa = TestKeys.Rsa2048();
        using ECDsa ecdsa = TestKeys.CreateP256();
        using X509Certificate2 certificate = TestCertificates.Ec().WithKey(ecdsa).AsAuthority().Create().ToX509Certificate2();
        CertificateRequest request = new("CN=c", ecdsa, HashAlgorithmName.SHA256);
        CertificateRevocationListBuilder list = new();
        list.AddEntry([1]);
        PbeParameters pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        byte[] crl = list.Build(
            certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(ecdsa),
            1,
            DateTimeOffset.UtcNow.AddDays(1),
            HashAlgorithmName.SHA256,
            new X509AuthorityKeyIdentifierExtension([0x30, 0x00]));

        yield return Case("request", request.CreateSigningRequest(), CertificateFormatError.CertificateRequest);
        yield return Case("revocation list", crl, CertificateFormatError.RevocationList);
        yield return Case("revocation list of version 1", FirstVersionOfList(), CertificateFormatError.RevocationList);
        yield return Case("RSA public key", rsa.ExportSubjectPublicKeyInfo(), CertificateFormatError.BarePublicKey);
        yield return Case("RSAPublicKey", rsa.ExportRSAPublicKey(), CertificateFormatError.BarePublicKey);
        yield return Case(
            "RSAPublicKey of 512 bits",
            Der.Sequence(Der.UnsignedInteger([0x80, .. new byte[63]]), Der.UnsignedInteger([1, 0, 1])),
            CertificateFormatError.BarePublicKey);
        yield return Case("EC public key, below 128 octets", ecdsa.ExportSubjectPublicKeyInfo(), CertificateFormatError.BarePublicKey);
        yield return Case("PKCS #8, RSA", rsa.ExportPkcs8PrivateKey(), CertificateFormatError.PrivateKeyPresent);
        yield return Case("PKCS #8, EC", ecdsa.ExportPkcs8PrivateKey(), CertificateFormatError.PrivateKeyPresent);
        yield return Case("RSAPrivateKey", rsa.ExportRSAPrivateKey(), CertificateFormatError.PrivateKeyPresent);
        yield return Case("ECPrivateKey", ecdsa.ExportECPrivateKey(), CertificateFormatError.PrivateKeyPresent);
        yield return Case(
            "encrypted PKCS #8", ecdsa.ExportEncryptedPkcs8PrivateKey("x", pbe), CertificateFormatError.PrivateKeyPresent);
        yield return Case("PKCS #12", certificate.Export(X509ContentType.Pfx, "x"), CertificateFormatError.Pkcs12);
        yield return Case(
            "PKCS #12 in BER", [0x30, 0x80, .. Der.Integer(3), 0x30, 0x80, .. new byte[64]], CertificateFormatError.Pkcs12);
        yield return Case(
            "PKCS #7", new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!, CertificateFormatError.Pkcs7);
        yield return Case(
            "PKCS #7 in BER",
            [0x30, 0x80, .. Der.ObjectIdentifier("1.2.840.113549.1.7.2"), 0xA0, 0x80, .. new byte[64]],
            CertificateFormatError.Pkcs7);
    }

    // TBSCertList without its version (RFC 5280 §5.1.2.1).
    private static byte[] FirstVersionOfList()
    {
        byte[] algorithm = Der.Algorithm("1.2.840.10045.4.3.2");
        return Der.Sequence(
            Der.Sequence(algorithm, Der.CommonName("c"), Der.GeneralizedTime("20500101000000Z"), Der.UtcTime("260101000000Z")),
            algorithm,
            Der.BitString(new byte[70]));
    }

    private static IEnumerable<TestCaseData> Texts()
    {
        yield return new TestCaseData(Encoding.ASCII.GetBytes(Pem)).SetArgDisplayNames("PEM");
        yield return new TestCaseData(Encoding.ASCII.GetBytes($"Bag Attributes\r\n\t{Pem}")).SetArgDisplayNames("explained PEM");
        yield return new TestCaseData(Encoding.ASCII.GetBytes(Pem[..16])).SetArgDisplayNames("the shortest text, 16 octets");
        yield return new TestCaseData(Encoding.UTF8.GetBytes("\uFEFF" + Pem)).SetArgDisplayNames("UTF-8 with its mark");
        yield return new TestCaseData(Encoding.Unicode.GetBytes("\uFEFF" + Pem)).SetArgDisplayNames("UTF-16LE with its mark");
        yield return new TestCaseData(Encoding.BigEndianUnicode.GetBytes("\uFEFF" + Pem)).SetArgDisplayNames("UTF-16BE with its mark");
        yield return new TestCaseData(Encoding.Unicode.GetBytes(Pem)).SetArgDisplayNames("UTF-16LE");
        yield return new TestCaseData(Encoding.BigEndianUnicode.GetBytes(Pem)).SetArgDisplayNames("UTF-16BE");
        yield return new TestCaseData(Encoding.ASCII.GetBytes(Convert.ToBase64String(Certificate))).SetArgDisplayNames("base64");
    }

    private static TestCaseData Case(string name, byte[] contents, CertificateFormatError expected) =>
        new TestCaseData(contents, expected).SetArgDisplayNames(name);
}
