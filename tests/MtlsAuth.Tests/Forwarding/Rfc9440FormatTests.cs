using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

public sealed class Rfc9440FormatTests
{
    private const ForwardedCertificateFormat Format = ForwardedCertificateFormat.Rfc9440;

    private static readonly string Value = ForwardedHeaders.Rfc9440(Leaf);

    [Test]
    public void Decode_reads_the_example_of_RFC_9440()
    {
        JsonElement headers = TestVectors.ReadJson("rfc9440-appendix-a.json").GetProperty("headers");

        PresentedCertificate result = headers.GetProperty("Client-Cert").GetString()
            .Decode(Format, headers.GetProperty("Client-Cert-Chain").GetString());

        result.ShouldBe(
            TestVectors.ReadCertificate("rfc9440-client.pem").RawData.ToArray(),
            TestVectors.ReadCertificate("rfc9440-intermediate.pem").RawData.ToArray(),
            TestVectors.ReadCertificate("rfc9440-root.pem").RawData.ToArray());
    }

    [TestCase("{0}")]
    [TestCase(":{0}")]
    [TestCase("{0}:")]
    [TestCase("\"{0}\"")]
    [TestCase("::{0}::")]
    [TestCase(":{0}:;a=1")]
    [TestCase(":{0}:;a")]
    [TestCase(":{0}:;a=:AA==:")]
    [TestCase(":{0}: ;a=1")]
    [TestCase(":{0}:,")]
    [TestCase(":{0}:, :{0}:")]
    [TestCase(":{0}:,:{0}:")]
    [TestCase("(:{0}:)")]
    [TestCase(":{0}:x")]
    public void Decode_refuses_what_is_not_one_byte_sequence(string format)
    {
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Convert.ToBase64String(Leaf)).Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [TestCase("{0}\u00A0, {1}")]
    [TestCase("{0},\u00A0{1}")]
    [TestCase("{0},\v{1}")]
    public void Decode_refuses_other_white_space_between_the_members_of_a_chain(string format)
    {
        Value.Decode(Format, string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            format,
            ForwardedHeaders.Rfc9440(Intermediate),
            ForwardedHeaders.Rfc9440(Root))).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [Test]
    public void Decode_accepts_missing_padding()
    {
        Value.Should().EndWith("==:");
        Value.Replace("=", "").Decode(Format).ShouldBe(Leaf);
    }

    [TestCase("AQ==:", "AR==:")]
    [TestCase("AQ==:", "Af==:")]
    [TestCase("AQ==:", "AR:")]
    public void Decode_accepts_spare_bits(string text, string replacement)
    {
        Value.Should().EndWith(text);
        Value.Replace(text, replacement).Decode(Format).ShouldBe(Leaf);
    }

    [TestCase("==", "=")]
    [TestCase("==", "===")]
    [TestCase("AQ==", "A")]
    [TestCase("+", "-")]
    [TestCase("/", "_")]
    [TestCase("M", "M\n")]
    [TestCase("M", "M    ")]
    [TestCase("M", "=M")]
    [TestCase("M", "%4D")]
    public void Decode_refuses_other_spellings_of_base64(string text, string replacement) =>
        Value.Replace(text, replacement).Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedBase64);

    [Test]
    public void Decode_reads_a_chain_in_several_lines() =>
        Value.Decode(Format, ForwardedHeaders.Rfc9440(Intermediate), ForwardedHeaders.Rfc9440(Root)).ShouldBe(Leaf, Intermediate, Root);

    [TestCase(",")]
    [TestCase(" ,\t")]
    [TestCase("\t , ")]
    public void Decode_reads_a_chain_with_optional_white_space(string separator)
    {
        string chain = ForwardedHeaders.Rfc9440(Intermediate) + separator + ForwardedHeaders.Rfc9440(Root);

        Value.Decode(Format, chain).ShouldBe(Leaf, Intermediate, Root);
    }

    [TestCase("{0},")]
    [TestCase(",{0}")]
    [TestCase("{0},,{0}")]
    [TestCase("{0} {0}")]
    [TestCase("{0};a=1")]
    [TestCase("({0})")]
    [TestCase("a={0}")]
    public void Decode_refuses_what_is_not_a_list_of_byte_sequences(string format)
    {
        string chain = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, ForwardedHeaders.Rfc9440(Intermediate));

        Value.Decode(Format, chain).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [Test]
    public void Decode_refuses_the_list_that_ProxySG_sends_under_the_same_name() =>
        "serial=01, subject=\"CN=client\"".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
}
