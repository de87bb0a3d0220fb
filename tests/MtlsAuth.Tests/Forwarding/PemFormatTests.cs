using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>Pem, PercentEncodedPem, PemOrPercentEncodedPem and PercentEncodedPemChain.</summary>
public sealed class PemFormatTests
{
    private static readonly string PercentEncoded = ForwardedHeaders.PercentEncodedPem(Leaf);

    private static IEnumerable<TestCaseData> Connect2idForms => TestVectors.ReadJson("connect2id-header.json").GetProperty("forms")
        .EnumerateObject().Select(form => new TestCaseData(form.Name, form.Value.GetString()).SetArgDisplayNames(form.Name));

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase(" ")]
    [TestCase("\n\t")]
    [TestCase("\t")]
    [TestCase("")]
    public void Decode_reads_PEM_with_anything_between_the_lines(string separator)
    {
        string pem = ForwardedHeaders.Pem(Leaf, separator);

        pem.Decode(ForwardedCertificateFormat.Pem).ShouldBe(Leaf);
        $"{pem}{separator}".Decode(ForwardedCertificateFormat.Pem).ShouldBe(Leaf);
        pem.Decode(ForwardedCertificateFormat.PemOrPercentEncodedPem).ShouldBe(Leaf);
    }

    [TestCaseSource(nameof(Connect2idForms))]
    public void Decode_reads_both_forms_of_Connect2id(string name, string value)
    {
        byte[] der = TestVectors.ReadCertificate("connect2id-header.pem").RawData.ToArray();
        bool isEncoded = name.StartsWith("url_encoded", StringComparison.Ordinal);

        value.Decode(ForwardedCertificateFormat.PemOrPercentEncodedPem).ShouldBe(der);
        value.Decode(isEncoded ? ForwardedCertificateFormat.PercentEncodedPem : ForwardedCertificateFormat.Pem).ShouldBe(der);
    }

    [Test]
    public void Decode_does_not_guess_the_form()
    {
        PercentEncoded.Decode(ForwardedCertificateFormat.Pem).ShouldBeMalformed(CertificateFormatError.NoCertificate);
        ForwardedHeaders.Pem(Leaf).Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.MalformedPercentEncoding);
    }

    [Test]
    public void Decode_does_not_mix_the_forms()
    {
        string encodedBody = ForwardedHeaders.Pem(Leaf).Replace("+", "%2B");
        string plainEnd = PercentEncoded.Replace("END%20", "END ");

        encodedBody.Decode(ForwardedCertificateFormat.PemOrPercentEncodedPem).ShouldBeMalformed(CertificateFormatError.MalformedPem);
        plainEnd.Decode(ForwardedCertificateFormat.PemOrPercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.MalformedPercentEncoding);
    }

    [Test]
    public void Decode_accepts_lower_case_hexadecimal_digits()
    {
        string value = PercentEncoded.Replace("%0A", "%0a").Replace("%2B", "%2b").Replace("%2F", "%2f").Replace("%3D", "%3d");

        value.Should().NotBe(PercentEncoded);
        value.Decode(ForwardedCertificateFormat.PercentEncodedPem).ShouldBe(Leaf);
    }

    [Test]
    public void Decode_accepts_escapes_of_any_character()
    {
        string value = string.Concat(ForwardedHeaders.Pem(Leaf).Select(character => $"%{(int)character:X2}"));

        value.Decode(ForwardedCertificateFormat.PercentEncodedPem).ShouldBe(Leaf);
    }

    [Test]
    public void Decode_keeps_plus_slash_and_equals_that_are_not_escaped()
    {
        string value = ForwardedHeaders.PercentEncodedPemChain(Leaf);

        value.Should().Contain("+").And.Contain("/").And.Contain("=");
        value.Decode(ForwardedCertificateFormat.PercentEncodedPem).ShouldBe(Leaf);
    }

    [TestCase("%")]
    [TestCase("%0")]
    [TestCase("%G0")]
    [TestCase("%0G")]
    [TestCase("%%0A")]
    [TestCase("%+1")]
    [TestCase("% A")]
    [TestCase("%u000A")]
    public void Decode_refuses_wrong_escapes(string escape)
    {
        string middle = PercentEncoded.Insert(PercentEncoded.IndexOf("%0A", StringComparison.Ordinal), escape);

        (PercentEncoded + escape).Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.MalformedPercentEncoding);
        middle.Decode(ForwardedCertificateFormat.PercentEncodedPem).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
    }

    [Test]
    public void Decode_does_not_take_plus_for_a_space()
    {
        PercentEncoded.Replace("%20", "+").Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void Decode_does_not_decode_twice()
    {
        Uri.EscapeDataString(PercentEncoded).Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
        PercentEncoded.Replace("%2B", "%252B").Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.MalformedPem);
    }

    [TestCase("x", "", CertificateFormatError.NoCertificate)]
    [TestCase("Bag Attributes ", "", CertificateFormatError.NoCertificate)]
    [TestCase("", "x", CertificateFormatError.MalformedPem)]
    [TestCase("", " x", CertificateFormatError.MalformedPem)]
    [TestCase("", "-", CertificateFormatError.MalformedPem)]
    [TestCase("", " -----BEGIN", CertificateFormatError.MalformedPem)]
    [TestCase("", "-----BEGIN CERTIFICATE", CertificateFormatError.MalformedPem)]
    [TestCase("", "-----BEGIN CERTIFICATE-----", CertificateFormatError.MalformedPem)]
    public void Decode_refuses_text_around_the_block(string before, string after, CertificateFormatError error)
    {
        string pem = before + ForwardedHeaders.Pem(Leaf) + after;

        pem.Decode(ForwardedCertificateFormat.Pem).ShouldBeMalformed(error);
        Uri.EscapeDataString(pem).Decode(ForwardedCertificateFormat.PercentEncodedPem).ShouldBeMalformed(error);
        Uri.EscapeDataString(pem).Decode(ForwardedCertificateFormat.PercentEncodedPemChain).ShouldBeMalformed(error);
    }

    [Test]
    public void Decode_refuses_text_between_the_blocks_of_a_chain()
    {
        string value = $"{PercentEncoded}x{ForwardedHeaders.PercentEncodedPem(Intermediate)}";

        value.Decode(ForwardedCertificateFormat.PercentEncodedPemChain).ShouldBeMalformed(CertificateFormatError.MalformedPem);
    }

    [TestCase("TRUSTED CERTIFICATE", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("X509 CERTIFICATE", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("PUBLIC KEY", CertificateFormatError.BarePublicKey)]
    [TestCase("PKCS7", CertificateFormatError.Pkcs7)]
    [TestCase("certificate", CertificateFormatError.UnexpectedPemLabel)]
    [TestCase("PRIVATE KEY", CertificateFormatError.PrivateKeyPresent)]
    [TestCase("EC PRIVATE KEY", CertificateFormatError.PrivateKeyPresent)]
    [TestCase("ENCRYPTED PRIVATE KEY", CertificateFormatError.PrivateKeyPresent)]
    public void Decode_refuses_other_labels(string label, CertificateFormatError error)
    {
        string pem = ForwardedHeaders.Pem(Leaf).Replace("CERTIFICATE", label);

        pem.Decode(ForwardedCertificateFormat.Pem).ShouldBeMalformed(error);
        $"{ForwardedHeaders.Pem(Leaf)} {pem}".Decode(ForwardedCertificateFormat.Pem).ShouldBeMalformed(error);
        Uri.EscapeDataString(pem).Decode(ForwardedCertificateFormat.PercentEncodedPem).ShouldBeMalformed(error);
    }

    [Test]
    public void Decode_refuses_two_blocks_where_one_is_allowed()
    {
        string pem = $"{ForwardedHeaders.Pem(Leaf)} {ForwardedHeaders.Pem(Intermediate)}";

        pem.Decode(ForwardedCertificateFormat.Pem).ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
        pem.Decode(ForwardedCertificateFormat.PemOrPercentEncodedPem).ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
        Uri.EscapeDataString(pem).Decode(ForwardedCertificateFormat.PercentEncodedPem)
            .ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
        ForwardedHeaders.Pem(Leaf).Decode(ForwardedCertificateFormat.Pem, pem)
            .ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    [TestCase("-----END CERTIFICATE-----", "-----END PUBLIC KEY-----")]
    [TestCase("-----END CERTIFICATE-----", "-----END CERTIFICATE----")]
    [TestCase("-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----")]
    [TestCase("MII", "MI-")]
    [TestCase("==", "=")]
    [TestCase("==", "")]
    [TestCase("==", "===")]
    [TestCase("Q==", "R==")]
    [TestCase("+", "-")]
    [TestCase("/", "_")]
    public void Decode_refuses_damaged_blocks(string text, string replacement)
    {
        ForwardedHeaders.Pem(Leaf).Replace(text, replacement).Decode(ForwardedCertificateFormat.Pem)
            .ShouldBeMalformed(CertificateFormatError.MalformedPem);
    }

    [Test]
    public void Decode_refuses_an_empty_block()
    {
        "-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----".Decode(ForwardedCertificateFormat.Pem)
            .ShouldBeMalformed(CertificateFormatError.Empty);
    }

    [Test]
    public void Decode_skips_chain_headers_that_Apache_has_no_certificate_for()
    {
        ForwardedHeaders.Pem(Leaf).Decode(ForwardedCertificateFormat.Pem, ForwardedHeaders.Pem(Intermediate), null, "(null)", "")
            .ShouldBe(Leaf, Intermediate);
    }

    [Test]
    public void Decode_refuses_the_certificate_if_a_chain_header_is_malformed()
    {
        ForwardedHeaders.Pem(Leaf).Decode(ForwardedCertificateFormat.Pem, ForwardedHeaders.Pem(Intermediate), "none")
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }
}
