using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificatePemTests
{
    private static readonly byte[] Certificate = new CertificateParts { Subject = Der.CommonName("first") }.Encode();
    private static readonly byte[] Second = new CertificateParts { Subject = Der.CommonName("second") }.Encode();
    private static readonly string Base64 = Convert.ToBase64String(Certificate);
    private static readonly string Pem = PemEncoding.WriteString("CERTIFICATE", Certificate);

    [TestCase("\n", TestName = "{m}(LF)")]
    [TestCase("\r\n", TestName = "{m}(CRLF)")]
    [TestCase("\r", TestName = "{m}(CR)")]
    [TestCase("\t", TestName = "{m}(tab)")]
    [TestCase(" ", TestName = "{m}(space)")]
    [TestCase("", TestName = "{m}(nothing)")]
    [TestCase("\n\n", TestName = "{m}(empty lines)")]
    [TestCase(" \t\r\n ", TestName = "{m}(mixture)")]
    public void TryParsePem_reads_whatever_separates_the_lines(string separator) =>
        Read(Pem.Replace("\n", separator, StringComparison.Ordinal)).Should().Be("CN=first");

    [TestCase("Subject: CN=x\n\n{0}\n")]
    [TestCase("-----\n-- {0}")]
    [TestCase("{0}\nafter")]
    [TestCase("Größe {0} 😀")]
    public void TryParsePem_passes_over_text_around_the_block(string format) =>
        Read(format.Replace("{0}", Pem, StringComparison.Ordinal)).Should().Be("CN=first");

    [TestCase("\n")]
    [TestCase("\nbetween\n")]
    [TestCase("")]
    public void TryParsePem_takes_the_first_of_several(string between) =>
        Read(Pem + between + PemEncoding.WriteString("CERTIFICATE", Second)).Should().Be("CN=first");

    [TestCaseSource(nameof(TextsForAllDoors))]
    public void All_doors_for_text_give_the_same_answer(string pem, CertificateFormatError expected)
    {
        byte[] contents = Encoding.ASCII.GetBytes(pem);

        pem.ReadPemError().Should().Be(expected);
        contents.ReadBundleError().Should().Be(expected);
        bool isRead = expected == CertificateFormatError.None;
        CertificateBundle.TryParsePem(pem, out IReadOnlyList<ClientCertificate>? bundle, out CertificateFormatError error)
            .Should().Be(isRead);
        error.Should().Be(expected);
        ClientCertificate.TryParsePem(pem, out ClientCertificate? fromText, out _).Should().Be(isRead);
        ClientCertificate.TryParse(contents, out ClientCertificate? fromFile, out _).Should().Be(isRead);
        (fromText?.Thumbprint).Should().Be(fromFile?.Thumbprint);
        (fromText?.Thumbprint).Should().Be(bundle?[0].Thumbprint);
    }

    [Test]
    public void TryParsePem_refuses_all_where_a_later_block_is_malformed()
    {
        $"{Pem}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".ReadPemError()
            .Should().Be(CertificateFormatError.MalformedDer);
        $"{Pem}\n-----BEGIN CERTIFICATE-----\n".ReadPemError().Should().Be(CertificateFormatError.MalformedPem);
        $"{Pem}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----".ReadPemError()
            .Should().Be(CertificateFormatError.PrivateKeyPresent);
    }

    [TestCase("", CertificateFormatError.Empty, TestName = "{m}(empty)")]
    [TestCase(" \t\r\n", CertificateFormatError.Empty, TestName = "{m}(white space)")]
    [TestCase("text", CertificateFormatError.NoCertificate, TestName = "{m}(no block)")]
    [TestCase("-----BEGIN", CertificateFormatError.NoCertificate, TestName = "{m}(no space behind BEGIN)")]
    [TestCase("-----begin CERTIFICATE-----AAAA-----end CERTIFICATE-----",
        CertificateFormatError.NoCertificate, TestName = "{m}(small letters)")]
    [TestCase("----BEGIN CERTIFICATE----AAAA----END CERTIFICATE----",
        CertificateFormatError.MissingPemBoundary, TestName = "{m}(four hyphens)")]
    [TestCase("-----BEGIN CERTIFICATE", CertificateFormatError.MalformedPem, TestName = "{m}(label not closed)")]
    [TestCase("-----BEGIN CERTIFICATE-----", CertificateFormatError.MalformedPem, TestName = "{m}(only BEGIN)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA", CertificateFormatError.MalformedPem, TestName = "{m}(no END)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----", CertificateFormatError.MalformedPem, TestName = "{m}(hyphens for END)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----END ", CertificateFormatError.MalformedPem, TestName = "{m}(END without label)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE", CertificateFormatError.MalformedPem, TestName = "{m}(END not closed)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATES-----",
        CertificateFormatError.MalformedPem, TestName = "{m}(another label at END)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----BEGIN CERTIFICATE-----",
        CertificateFormatError.MalformedPem, TestName = "{m}(BEGIN for END)")]
    [TestCase("-----BEGIN CERTIFICATE----------END CERTIFICATE-----", CertificateFormatError.Empty, TestName = "{m}(nothing in the block)")]
    [TestCase("-----BEGIN CERTIFICATE-----AA!A-----END CERTIFICATE-----", CertificateFormatError.MalformedPem, TestName = "{m}(no base64)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAA-----END CERTIFICATE-----",
        CertificateFormatError.MalformedPem, TestName = "{m}(padding left out)")]
    [TestCase("-----BEGIN CERTIFICATE-----A-_A-----END CERTIFICATE-----", CertificateFormatError.MalformedPem, TestName = "{m}(base64url)")]
    [TestCase("-----BEGIN CERTIFICATE-----A\0AAA-----END CERTIFICATE-----", CertificateFormatError.MalformedPem, TestName = "{m}(NUL)")]
    [TestCase("-----BEGIN CERTIFICATE-----\nProc-Type: 4\n\nAAAA\n-----END CERTIFICATE-----",
        CertificateFormatError.MalformedPem, TestName = "{m}(header)")]
    [TestCase("-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----", CertificateFormatError.MalformedDer, TestName = "{m}(no DER)")]
    public void TryParsePem_says_what_is_wrong(string pem, CertificateFormatError expected) => pem.ReadPemError().Should().Be(expected);

    [TestCase("TRUSTED CERTIFICATE")]
    [TestCase("X509 CERTIFICATE")]
    [TestCase("CERTIFICATE ")]
    [TestCase("")]
    public void TryParsePem_refuses_other_labels(string label) =>
        $"-----BEGIN {label}-----\n{Base64}\n-----END {label}-----\n".ReadPemError().Should().Be(CertificateFormatError.UnexpectedPemLabel);

    [TestCase("PRIVATE KEY")]
    [TestCase("RSA PRIVATE KEY")]
    [TestCase("EC PRIVATE KEY")]
    [TestCase("ENCRYPTED PRIVATE KEY")]
    [TestCase("OPENSSH PRIVATE KEY")]
    [TestCase("PGP PRIVATE KEY BLOCK")]
    public void TryParsePem_names_a_private_key(string label)
    {
        string key = $"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n";

        key.ReadPemError().Should().Be(CertificateFormatError.PrivateKeyPresent);
        (key + Pem).ReadPemError().Should().Be(CertificateFormatError.PrivateKeyPresent);
        $"{Pem}\n{key}".ReadPemError().Should().Be(CertificateFormatError.PrivateKeyPresent);
    }

    [Test]
    public void TryParsePem_names_a_private_key_that_is_cut_off() =>
        "-----BEGIN PRIVATE KEY-----\nAAAA".ReadPemError().Should().Be(CertificateFormatError.PrivateKeyPresent);

    [Test]
    public void TryParsePem_holds_the_certificate_and_the_text_of_its_block_to_the_limit()
    {
        int limit = Certificate.Length;
        string spaced = $"-----BEGIN CERTIFICATE-----{Base64.PadRight(2 * limit)}-----END CERTIFICATE-----";
        string tooLong = $"-----BEGIN CERTIFICATE-----{Base64.PadRight((2 * limit) + 1)}-----END CERTIFICATE-----";

        ClientCertificate.TryParsePem(spaced, out _, out _, limit).Should().BeTrue();
        ClientCertificate.TryParsePem(tooLong, out _, out CertificateFormatError text, limit).Should().BeFalse();
        ClientCertificate.TryParsePem(Pem, out _, out CertificateFormatError der, limit - 1).Should().BeFalse();

        text.Should().Be(CertificateFormatError.TooLarge);
        der.Should().Be(CertificateFormatError.TooLarge);
    }

    [Test]
    public void TryParse_reads_the_first_certificate_of_a_file()
    {
        ClientCertificate.TryParse(Encoding.ASCII.GetBytes(Pem), out ClientCertificate? pem, out _).Should().BeTrue();
        ClientCertificate.TryParse(Certificate, out ClientCertificate? der, out _).Should().BeTrue();

        pem!.Thumbprint.Should().Be(der!.Thumbprint);
    }

    private static IEnumerable<TestCaseData> TextsForAllDoors()
    {
        byte[] issuer = new CertificateParts { Subject = Der.CommonName("test") }.Encode();
        byte[] leaf = new CertificateParts { Subject = Der.CommonName("leaf") }.Encode();
        byte[] pkcs7 = Der.Sequence(
            Der.ObjectIdentifier("1.2.840.113549.1.7.2"),
            Der.Explicit(0, Der.Sequence(
                Der.Integer(1),
                Der.Set(),
                Der.Sequence(Der.ObjectIdentifier("1.2.840.113549.1.7.1")),
                Der.Explicit(0, issuer, leaf),
                Der.Set())));
        string block = PemEncoding.WriteString("PKCS7", pkcs7);

        yield return Case("one", Pem, CertificateFormatError.None);
        yield return Case("16", string.Concat(Enumerable.Repeat(Pem, 16)), CertificateFormatError.None);
        yield return Case("17", string.Concat(Enumerable.Repeat(Pem, 17)), CertificateFormatError.TooManyCertificates);
        yield return Case("PKCS7", block, CertificateFormatError.None);
        yield return Case("PKCS7 twice", block + "\n" + block, CertificateFormatError.UnexpectedPemLabel);
        yield return Case("PKCS7 of a certificate", Pem.Replace("CERTIFICATE", "PKCS7"), CertificateFormatError.MalformedPkcs7);
        yield return Case("long text", Pem.PadRight(2 * 16 * 65_536), CertificateFormatError.None);
        yield return Case("longer text", Pem.PadRight((2 * 16 * 65_536) + 1), CertificateFormatError.TooLarge);

        static TestCaseData Case(string name, string pem, CertificateFormatError expected) =>
            new TestCaseData(pem, expected).SetArgDisplayNames(name);
    }

    private static string Read(string pem)
    {
        ClientCertificate.TryParsePem(pem, out ClientCertificate? certificate, out CertificateFormatError error)
            .Should().BeTrue("the text was refused with {0}", error);
        return certificate!.Subject!.ToString();
    }
}
