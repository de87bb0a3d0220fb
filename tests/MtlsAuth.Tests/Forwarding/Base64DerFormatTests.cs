using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

public sealed class Base64DerFormatTests
{
    private const ForwardedCertificateFormat Format = ForwardedCertificateFormat.Base64Der;

    private static readonly string Value = ForwardedHeaders.Base64Der(Leaf);

    [Test]
    public void Decode_reads_a_quoted_value() =>
        $"\"{Value}\"".Decode(Format, $"\"{ForwardedHeaders.Base64Der(Intermediate)}\"").ShouldBe(Leaf, Intermediate);

    [TestCase("\"{0}")]
    [TestCase("{0}\"")]
    [TestCase("\"\"{0}\"\"")]
    [TestCase("'{0}'")]
    [TestCase("\" {0} \"")]
    [TestCase(":{0}:")]
    [TestCase("{0},{0}")]
    [TestCase("{0};{0}")]
    [TestCase("{0}x")]
    [TestCase("{0}====")]
    public void Decode_refuses_anything_else_around_the_value(string format)
    {
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Value).Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.MalformedBase64);
    }

    [TestCase("==", "")]
    [TestCase("==", "=")]
    [TestCase("==", "%3D%3D")]
    [TestCase("Q==", "R==")]
    [TestCase("+", "-")]
    [TestCase("/", "_")]
    [TestCase("+", "%2B")]
    [TestCase("M", "M\n")]
    [TestCase("M", "M    ")]
    [TestCase("M", "M\t\t\t\t")]
    [TestCase("M", "=M")]
    public void Decode_refuses_other_spellings_of_base64(string text, string replacement) =>
        Value.Replace(text, replacement).Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedBase64);

    [Test]
    public void Decode_refuses_PEM() => ForwardedHeaders.Pem(Leaf).Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedBase64);

    [Test]
    public void Decode_refuses_a_value_with_two_certificates() =>
        ForwardedHeaders.Base64Der(Leaf, Intermediate).Decode(Format).ShouldBeMalformed(CertificateFormatError.TrailingData);

    [Test]
    public void Decode_refuses_two_chain_headers()
    {
        string chain = ForwardedHeaders.Base64Der(Intermediate);

        Value.Decode(Format, chain, chain).ShouldHaveFailed(PresentedCertificateStatus.HeaderDuplicated);
    }

    [Test]
    public void Decode_refuses_a_chain_that_is_cut_off() =>
        Value.Decode(Format, ForwardedHeaders.Base64Der(Intermediate, Root[..^1])).ShouldBeMalformed(CertificateFormatError.MalformedDer);

    [Test]
    public void Decode_refuses_a_chain_of_something_else() =>
        Value.Decode(Format, ForwardedHeaders.Base64Der(Intermediate, Der.Null)).ShouldBeMalformed(CertificateFormatError.MalformedDer);

    [Test]
    public void Decode_refuses_a_chain_that_is_not_base64() =>
        Value.Decode(Format, "!").ShouldBeMalformed(CertificateFormatError.MalformedBase64);
}
