using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

public sealed class TraefikListFormatTests
{
    private const ForwardedCertificateFormat Format = ForwardedCertificateFormat.TraefikList;

    private static readonly string Value = ForwardedHeaders.TraefikList(Leaf);

    [Test]
    public void Decode_reads_the_percent_encoded_form_of_older_versions()
    {
        string value = ForwardedHeaders.TraefikList(Leaf, Intermediate).Replace("+", "%2B").Replace("/", "%2F").Replace("=", "%3D");

        value.Decode(Format).ShouldBe(Leaf, Intermediate);
        value.Replace("%2B", "%2b").Replace("%2F", "%2f").Replace("%3D", "%3d").Decode(Format).ShouldBe(Leaf, Intermediate);
    }

    [TestCase("+", "%252B", CertificateFormatError.MalformedBase64)]
    [TestCase("+", "%2", CertificateFormatError.MalformedPercentEncoding)]
    [TestCase("+", "%2X", CertificateFormatError.MalformedPercentEncoding)]
    [TestCase("+", "-", CertificateFormatError.MalformedBase64)]
    [TestCase("/", "_", CertificateFormatError.MalformedBase64)]
    [TestCase("==", "", CertificateFormatError.MalformedBase64)]
    [TestCase("==", "=", CertificateFormatError.MalformedBase64)]
    [TestCase("Q==", "R==", CertificateFormatError.MalformedBase64)]
    [TestCase("M", "M\n", CertificateFormatError.MalformedPercentEncoding)]
    [TestCase("M", "M%0A%0A%0A%0A", CertificateFormatError.MalformedBase64)]
    [TestCase("M", "M%2C", CertificateFormatError.MalformedBase64)]
    public void Decode_refuses_other_spellings_of_base64(string text, string replacement, CertificateFormatError error) =>
        Value.Replace(text, replacement).Decode(Format).ShouldBeMalformed(error);

    [TestCase("{0},", CertificateFormatError.MalformedBase64)]
    [TestCase(",{0}", CertificateFormatError.MalformedBase64)]
    [TestCase("{0},,{0}", CertificateFormatError.MalformedBase64)]
    [TestCase("{0}, {0}", CertificateFormatError.MalformedPercentEncoding)]
    [TestCase("{0};{0}", CertificateFormatError.MalformedBase64)]
    [TestCase("\"{0}\"", CertificateFormatError.MalformedBase64)]
    [TestCase("{0}{0}", CertificateFormatError.MalformedBase64)]
    public void Decode_refuses_what_is_not_a_list(string format, CertificateFormatError error) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Value).Decode(Format).ShouldBeMalformed(error);

    [Test]
    public void Decode_refuses_the_certificate_if_the_chain_is_not_base64() =>
        $"{Value},!".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedBase64);

    [Test]
    public void Decode_refuses_PEM()
    {
        ForwardedHeaders.Pem(Leaf, separator: "").Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedPercentEncoding);
        ForwardedHeaders.PercentEncodedPem(Leaf).Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedBase64);
    }
}
