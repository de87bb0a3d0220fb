using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

public sealed class EnvoyXfccFormatTests
{
    private const ForwardedCertificateFormat Format = ForwardedCertificateFormat.EnvoyXfcc;
    private const ForwardedCertificateFormat Appended = ForwardedCertificateFormat.EnvoyXfccAppended;

    private static readonly string Hash = $"Hash={Convert.ToHexStringLower(SHA256.HashData(Leaf))}";

    private static readonly string Certificate = $"Cert=\"{ForwardedHeaders.PercentEncodedPem(Leaf)}\"";

    [Test]
    public void Decode_needs_nothing_but_hash_and_certificate()
    {
        $"{Hash};{Certificate}".Decode(Format).ShouldBe(Leaf);
        $"{Certificate};{Hash}".Decode(Format).ShouldBe(Leaf);
    }

    [Test]
    public void Decode_reads_the_five_escapes_of_older_versions()
    {
        string value = PemEncoding.WriteString("CERTIFICATE", Leaf) + "\n";
        value = value.Replace("\n", "%0A").Replace(" ", "%20").Replace("+", "%2B").Replace("/", "%2F").Replace("=", "%3D");

        $"{Hash};Cert=\"{value}\"".Decode(Format).ShouldBe(Leaf);
    }

    [Test]
    public void Decode_ignores_the_case_of_keys_and_of_the_hash() =>
        $"HASH={Hash[5..].ToUpperInvariant()};{Certificate.Replace("Cert=", "cERT=")}".Decode(Format).ShouldBe(Leaf);

    [TestCase("By=spiffe://a;By=spiffe://b")]
    [TestCase("By=")]
    [TestCase("By=;X=")]
    [TestCase("URI=https://example.com/?a=b;URI=")]
    [TestCase("DNS=a.example;DNS=b.example")]
    [TestCase("Unknown=1")]
    [TestCase("Subject=\"O=\\\"Evil, Inc\\\";Cert=\\\"x\\\",Hash=1\"")]
    [TestCase("Subject=\"CN=ends with a backslash\\\\\"")]
    [TestCase("Subject=\"\"")]
    public void Decode_passes_over_other_pairs(string pairs)
    {
        $"{pairs};{Hash};{Certificate}".Decode(Format).ShouldBe(Leaf);
        $"{Hash};{Certificate};{pairs}".Decode(Format).ShouldBe(Leaf);
    }

    // Only the white space of HTTP is taken off (RFC 9110 §5.6.3): a key with any other is another key.
    [TestCase('\u00A0')]
    [TestCase('\u3000')]
    [TestCase('\v')]
    public void Decode_takes_other_white_space_for_a_part_of_a_key(char space)
    {
        $"{space}{Hash};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);
        $"{Hash};{space}{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void Decode_refuses_another_hash()
    {
        $"Hash={Convert.ToHexStringLower(SHA256.HashData(Root))};{Certificate}".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.HashMismatch);
        $"{Hash[..^1]};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);
        $"{Hash}00;{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);
        $"{Hash[..^2]}zz;{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);
    }

    [Test]
    public void Decode_refuses_a_certificate_without_a_hash() =>
        Certificate.Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);

    [Test]
    public void Decode_refuses_an_element_without_a_certificate()
    {
        $"By=spiffe://a;{Hash};Subject=\"CN=client\"".Decode(Format).ShouldBeMalformed(CertificateFormatError.NoCertificate);
        $"{Hash};Chain=\"{ForwardedHeaders.PercentEncodedPem(Leaf)}\"".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void Decode_refuses_a_key_of_interest_that_occurs_twice()
    {
        string chain = $"Chain=\"{ForwardedHeaders.PercentEncodedPem(Intermediate)}\"";

        $"{Hash};{Hash};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        $"{Hash};{Certificate};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        $"{Hash};{Certificate};{Certificate.Replace("Cert", "CERT")}".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        $"{Hash};{Certificate};{chain};{chain}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [TestCase("Cert")]
    [TestCase("Hash")]
    [TestCase("Chain")]
    public void Decode_refuses_a_key_of_interest_without_a_value(string key)
    {
        $"{key}=;{Hash};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        $"{key}=\"\";{Hash};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [TestCase("{0};")]
    [TestCase(";{0}")]
    [TestCase("{0};;a=b")]
    [TestCase("{0};a")]
    [TestCase("{0};=b")]
    [TestCase("{0}x")]
    [TestCase("{0} ")]
    [TestCase("a=\"{0}")]
    [TestCase("a=\"\\\";{0}")]
    [TestCase("{0};a=\"b")]
    [TestCase("{0};a=\"b\\")]
    [TestCase("{0};a=\"b\\\"")]
    [TestCase("{0};a=\"b\"c")]
    [TestCase("{0};a=b\"c\"")]
    [TestCase("{0};a=b\"")]
    [TestCase("{0},")]
    [TestCase(",{0}")]
    public void Decode_refuses_malformed_pairs(string format)
    {
        string value = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, $"{Hash};{Certificate}");

        // White space behind the value is the header's.
        value = value.EndsWith(' ') ? value + ";" : value;

        value.Decode(Appended).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        value.Decode(Format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
    }

    [Test]
    public void Decode_refuses_several_elements()
    {
        $"{ForwardedHeaders.EnvoyXfcc(Root)},{ForwardedHeaders.EnvoyXfcc(Leaf)}".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    [TestCase(",")]
    [TestCase(", ")]
    public void Decode_takes_the_last_element_where_they_are_appended(string separator)
    {
        string value =
            $"{ForwardedHeaders.EnvoyXfccWithoutNames(Root)}{separator}{ForwardedHeaders.EnvoyXfccWithoutNames(Leaf, Intermediate)}";

        value.Decode(Appended).ShouldBe(Leaf, Intermediate);
    }

    [Test]
    public void Decode_takes_nothing_from_elements_before_the_last()
    {
        $"{Hash};{Certificate},By=spiffe://a;Subject=\"\"".Decode(Appended).ShouldBeMalformed(CertificateFormatError.NoCertificate);
        $"{Hash},{Certificate}".Decode(Appended).ShouldBeMalformed(CertificateFormatError.HashMismatch);
    }

    [Test]
    public void Decode_does_not_let_a_quote_in_an_earlier_element_hide_the_last() =>
        $"Subject=\",{ForwardedHeaders.EnvoyXfcc(Leaf)}".Decode(Appended).ShouldBeMalformed(CertificateFormatError.MalformedHeader);

    [TestCase("URI=https://evil,{1}")]
    [TestCase("DNS=evil,{1}")]
    [TestCase("uri=https://a")]
    [TestCase("URI=https://a;DNS=a")]
    [TestCase("DNS=a;URI=https://a;URI=https://b;DNS=b")]
    [TestCase("DNS=")]
    public void Decode_refuses_alternative_names_where_elements_are_appended(string names)
    {
        string format = "{0};" + names;

        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            format,
            ForwardedHeaders.EnvoyXfccWithoutNames(Root),
            ForwardedHeaders.EnvoyXfccWithoutNames(Leaf)).Decode(Appended).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    // Envoy writes the alternative names of the client's certificate as they are: what follows URI= is the client's text.
    [Test]
    public void Decode_does_not_let_an_alternative_name_add_an_element()
    {
        $"{ForwardedHeaders.EnvoyXfcc(Root)}https://evil,{ForwardedHeaders.EnvoyXfcc(Leaf)}".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void Decode_does_not_let_an_alternative_name_replace_the_certificate()
    {
        string hashOfClient = $"Hash={Convert.ToHexStringLower(SHA256.HashData(Root))}";

        $"{ForwardedHeaders.EnvoyXfcc(Root)}https://evil;{Certificate}".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        $"{hashOfClient};URI=https://evil;{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.HashMismatch);
        $"{hashOfClient};URI=https://evil;{Hash};{Certificate}".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [Test]
    public void Decode_refuses_other_values_of_the_certificate()
    {
        $"{Hash};Cert=\"{ForwardedHeaders.Pem(Leaf)}\"".Decode(Format).ShouldBeMalformed(CertificateFormatError.MalformedPercentEncoding);
        $"{Hash};Cert=\"{ForwardedHeaders.Base64Der(Leaf)}\"".Decode(Format).ShouldBeMalformed(CertificateFormatError.NoCertificate);
        $"{Hash};Cert=\"{ForwardedHeaders.PercentEncodedPemChain(Leaf, Root)}\"".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
        $"{Hash};Cert=\"\\{Certificate[6..]}".Decode(Format).ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void Decode_refuses_a_malformed_chain()
    {
        $"{Hash};{Certificate};Chain=\"{ForwardedHeaders.PercentEncodedPem(Root)[..^30]}\"".Decode(Format)
            .ShouldBeMalformed(CertificateFormatError.MalformedPem);
    }
}
