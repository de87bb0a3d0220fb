using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Explanation;

/// <summary>Where in a PEM text something is no certificate.</summary>
public sealed class PemFaultTests
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    private static readonly byte[] SpoiledVersion = Der.Explicit(0, Der.Integer(3));
    private static readonly byte[] Certificate = new CertificateParts().Encode();
    private static readonly byte[] Spoiled = new CertificateParts { Version = SpoiledVersion }.Encode();
    private static readonly string Pem = PemEncoding.WriteString("CERTIFICATE", Certificate);

    // The place is where ^ stands, which is taken out.
    [TestCase($"{Begin}\n^!AAA\n{End}")]
    [TestCase($"{Begin}\nAAA^!\n{End}")]
    [TestCase($"{Begin}\nAAAA^!{End}")]
    [TestCase($"{Begin}^-AAAA{End}")]
    [TestCase($"{Begin}^é{End}")]
    [TestCase($"{Begin}\nAA\tA ^\vA\r\n{End}")]
    [TestCase($"{Begin}=^AAA{End}")]
    [TestCase($"{Begin}\nAA==\n^AAAA\n{End}", TestName = "The_octet_of_the_text_is_named: base64 behind padding")]
    [TestCase($"{Begin}\nAA= \t\r\n=^!AAAA\n{End}", TestName = "The_octet_of_the_text_is_named: a strange character behind padding")]
    [TestCase($"{Begin}\n^!A==AAA\n{End}", TestName = "The_octet_of_the_text_is_named: a strange character in front of padding")]
    [TestCase($"{Begin}\nAAA\n^{End}", TestName = "The_octet_of_the_text_is_named: a character is missing")]
    [TestCase($"{Begin}\nAA=\n^{End}", TestName = "The_octet_of_the_text_is_named: padding is missing")]
    [TestCase($"{Begin}\n===\n^{End}", TestName = "The_octet_of_the_text_is_named: nothing but padding")]
    [TestCase($"{Begin}\nAAB=\n^{End}", TestName = "The_octet_of_the_text_is_named: spare bits")]
    [TestCase($"^{Begin}\nAAAA", TestName = "The_octet_of_the_text_is_named: no end")]
    [TestCase($"^{Begin}\nAAAA\n-----END X509 CERTIFICATE-----", TestName = "The_octet_of_the_text_is_named: the end of another label")]
    [TestCase($"^{Begin}\nAAAA\n{Begin}\nAAAA\n{End}", TestName = "The_octet_of_the_text_is_named: another begins")]
    [TestCase("^-----BEGIN CERTIFICATE", TestName = "The_octet_of_the_text_is_named: a label that is not closed")]
    [TestCase("^-----BEGIN ", TestName = "The_octet_of_the_text_is_named: no label")]
    [TestCase($"^-----BEGIN CERTIFICATE----", TestName = "The_octet_of_the_text_is_named: a label that is nearly closed")]
    public void The_octet_of_the_text_is_named(string marked)
    {
        foreach (string before in new[] { "", "explained\n", "\u00EF\u00BB\u00BF", $"{Pem}\n", $"\n{Pem}{Pem} - " })
        {
            string text = before + marked.Replace("^", "");
            byte[] contents = Encoding.Latin1.GetBytes(text);

            CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

            location.Should().BeEquivalentTo(
                new { TextOffset = before.Length + marked.IndexOf('^'), DerOffset = (int?)null, Field = (string?)null }, text);
        }
    }

    [Test]
    public void The_octets_of_UTF16_are_counted([Values] bool bigEndian, [Values] bool marked, [Values(0, 1)] int further)
    {
        string text = $"{(marked ? "\uFEFF" : "")}explained\n{Begin}\nAA!A\n{End}\n";
        UnicodeEncoding encoding = new(bigEndian, byteOrderMark: false);
        byte[] contents = [.. encoding.GetBytes(text), .. new byte[further]];

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

        location.Should().BeEquivalentTo(new { TextOffset = 2 * text.IndexOf('!'), DerOffset = (int?)null });
    }

    [Test]
    public void In_UTF16_the_block_is_named_by_its_octet_and_the_DER_by_its_own([Values] bool isOpen)
    {
        string text = $"explained\n{(isOpen ? Begin : PemEncoding.WriteString("CERTIFICATE", Spoiled))}";
        byte[] contents = Encoding.Unicode.GetBytes(text);

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

        int? derOffset = isOpen ? null : Spoiled.AsSpan().IndexOf(SpoiledVersion);
        location.Should().BeEquivalentTo(new { TextOffset = 20, DerOffset = derOffset });
    }

    [TestCase("")]
    [TestCase("explained\n")]
    [TestCase("0 begins as DER does\n")]
    [TestCase("0\u007F\n")]
    public void Of_a_fault_in_DER_the_block_and_the_octet_of_the_DER_are_named(string before)
    {
        string pem = PemEncoding.WriteString("CERTIFICATE", Spoiled);
        foreach (string text in new[] { before, $"{before}{Pem}\n", $"{before}{Pem}{Pem} " })
        {
            byte[] contents = Encoding.ASCII.GetBytes($"{text}{pem}\n{pem}");

            CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

            location.Should().BeEquivalentTo(
                new { TextOffset = text.Length, DerOffset = Spoiled.AsSpan().IndexOf(SpoiledVersion), Field = "version" });
        }
    }

    [Test]
    public void DER_that_is_cut_off_is_wrong_at_its_end()
    {
        byte[] contents = Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", Certificate.AsSpan(0, 99)));

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

        location.Should().BeEquivalentTo(new { TextOffset = 0, DerOffset = 99, Field = (string?)null });
    }

    [Test]
    public void Of_a_PKCS7_block_the_octet_is_named_that_is_no_DER()
    {
        byte[] bundle = Der.Sequence(Der.ObjectIdentifier("1.2.840.113549.1.7.2"), [0xA0, 0x7F]);
        byte[] contents = Encoding.ASCII.GetBytes($"\n{PemEncoding.WriteString("PKCS7", bundle)}");

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents);

        location.Should().BeEquivalentTo(new { TextOffset = 1, DerOffset = bundle.Length - 2, Field = (string?)null });
    }

    [Test]
    public void A_text_that_begins_like_DER_is_none()
    {
        byte[] contents = [0x30, 0x80, .. Encoding.ASCII.GetBytes(Begin)];

        CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedPem, contents).Should().BeNull();
    }

    [Test]
    public void A_text_without_fault_has_no_place([Values] CertificateFormatError error) =>
        CertificateFormatErrorLocation.Find(error, Encoding.ASCII.GetBytes($"explained\n{Pem}\n{Pem}\n")).Should().BeNull();

    [TestCase("nonsense")]
    [TestCase("-----BEGIN")]
    [TestCase("-----END CERTIFICATE-----")]
    [TestCase("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----", TestName = "What_is_no_block_has_no_place: a private key")]
    public void What_is_no_block_has_no_place(string text)
    {
        byte[] contents = Encoding.ASCII.GetBytes(text);

        CertificateFormatErrorLocation.Find(contents.ReadBundleError(), contents).Should().BeNull();
        CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedPem, contents).Should().BeNull();
    }

    [Test]
    public void A_text_that_stands_for_no_DER_has_no_place_in_it(
        [Values] CertificateFormatError error, [Values($"{Begin}\nMIIC", $"{Begin}\n!!!\n{End}", $"{Begin}{End}")] string text)
    {
        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(error, Encoding.ASCII.GetBytes(text));

        bool isInText = error == CertificateFormatError.MalformedPem && text != $"{Begin}{End}";
        (location is not null).Should().Be(isInText);
        (location?.DerOffset).Should().BeNull();
    }

    // The trust anchors of an operator leave out what they cannot use.
    [Test]
    public void A_fault_in_the_text_stands_behind_blocks_that_are_no_certificates()
    {
        string text = $"{PemEncoding.WriteString("CERTIFICATE", Spoiled)}\n{Begin}\nAA!A\n{End}";

        CertificateFormatErrorLocation? location =
            CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedPem, Encoding.ASCII.GetBytes(text));

        location.Should().BeEquivalentTo(new { TextOffset = text.IndexOf('!'), DerOffset = (int?)null });
    }

    [TestCase("-----BEGIN ")]
    [TestCase("-----BEGIN A-----")]
    [TestCase("-----BEGIN A----------END A-----")]
    [TestCase("-----BEGIN A-----MAA=-----END A-----")]
    [TestCase("-----BEGIN A-----=-----END B-----")]
    [TestCase("-----")]
    public void Boundaries_without_end_are_looked_at_in_little_time(string boundary)
    {
        byte[] contents = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(boundary, 4 * 1024 * 1024 / boundary.Length)));

        FluentActions.Invoking(() =>
        {
            CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedPem, contents);
            CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedName, contents);
            CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedDer, contents);
        }).ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(20));
    }
}
