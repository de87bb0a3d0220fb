using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>What nginx, Apache, HAProxy and Caddy really sent.</summary>
public sealed class ProxyCaptureTests
{
    private static readonly Dictionary<string, ForwardedCertificateFormat> Formats = new()
    {
        ["nginx escaped-pem"] = ForwardedCertificateFormat.PercentEncodedPem,
        ["nginx legacy-pem"] = ForwardedCertificateFormat.Pem,
        ["nginx raw-pem"] = ForwardedCertificateFormat.Pem,
        ["nginx details"] = ForwardedCertificateFormat.PercentEncodedPem,
        ["nginx rfc9440-njs"] = ForwardedCertificateFormat.Rfc9440,
        ["nginx rfc9440-lua"] = ForwardedCertificateFormat.Rfc9440,
        ["apache2 rfc9440"] = ForwardedCertificateFormat.Rfc9440,
        ["apache2 pem-spaces"] = ForwardedCertificateFormat.Pem,
        ["apache2 pem-spaces-null"] = ForwardedCertificateFormat.Pem,
        ["apache2 details-chain"] = ForwardedCertificateFormat.Pem,
        ["apache2 expr-raw-pem"] = ForwardedCertificateFormat.Pem,
        ["apache2 expr-escape"] = ForwardedCertificateFormat.PercentEncodedPem,
        ["haproxy rfc9440"] = ForwardedCertificateFormat.Rfc9440,
        ["haproxy rfc9440-unconditional"] = ForwardedCertificateFormat.Rfc9440,
        ["haproxy base64-der"] = ForwardedCertificateFormat.Base64Der,
        ["haproxy base64-der-chain"] = ForwardedCertificateFormat.Base64Der,
        ["haproxy details"] = ForwardedCertificateFormat.Base64Der,
        ["caddy rfc9440"] = ForwardedCertificateFormat.Rfc9440,
        ["caddy rfc9440-unconditional"] = ForwardedCertificateFormat.Rfc9440,
        ["caddy base64-der"] = ForwardedCertificateFormat.Base64Der,
        ["caddy pem"] = ForwardedCertificateFormat.Pem,
    };

    private static readonly Dictionary<string, string> NotRead = new()
    {
        ["apache2 expr-base64-pem"] = "Base64 around a whole PEM text: a capture of what an expression can do, not what anybody documents.",
        ["haproxy hex-der"] = "DER in hexadecimal is twice as long as in base64, which HAProxy writes just as well.",
        ["caddy details"] = "The captured header is the certificate's fingerprint.",
    };

    private static readonly JsonElement[] Index = [.. TestVectors.ReadJson("proxies/index.json").EnumerateArray()];

    private static IEnumerable<TestCaseData> WithCertificate => Cases(capture => capture.GetProperty("certificate_in_header").GetBoolean());

    private static IEnumerable<TestCaseData> WithoutCertificate =>
        Cases(capture => !capture.GetProperty("certificate_in_header").GetBoolean());

    [TestCaseSource(nameof(WithCertificate))]
    public void Decode_reads_the_certificate_that_the_client_sent(JsonElement capture)
    {
        PresentedCertificate result = Decode(capture);

        result.Status.Should().Be(PresentedCertificateStatus.Present);
        Convert.ToHexStringLower(SHA256.HashData(result.Certificate!.RawData.Span)).Should().Be(Text(capture, "der_sha256"));
    }

    [TestCaseSource(nameof(WithoutCertificate))]
    public void Decode_finds_no_certificate_where_there_is_none(JsonElement capture)
    {
        string? value = ReadHeaders(capture, Text(capture, "header")).SingleOrDefault();

        PresentedCertificate result = Decode(capture);

        // Caddy without a condition writes the name of the placeholder that it could not fill.
        if (value?.Contains("{http.") == true)
        {
            result.Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
            result.Certificate.Should().BeNull();
        }
        else
        {
            result.ShouldBeAbsent();
        }
    }

    [TestCase("apache2/none.pem-spaces-null.http", PresentedCertificateStatus.HeaderNull)]
    [TestCase("apache2/none.pem-spaces.http", PresentedCertificateStatus.HeaderAbsent)]
    [TestCase("haproxy/none.base64-der.http", PresentedCertificateStatus.HeaderEmpty)]
    [TestCase("haproxy/none.rfc9440-unconditional.http", PresentedCertificateStatus.HeaderEmpty)]
    public void Decode_says_how_the_proxy_spelled_that_there_is_no_certificate(string file, PresentedCertificateStatus absence) =>
        Decode(Index.Single(capture => Text(capture, "file") == file)).Status.Should().Be(absence);

    [TestCase("haproxy/ca-leaf.chain3.chain.http", "x-client-chain")]
    [TestCase("apache2/ca-leaf.chain3.details-chain.http", "X-Client-Chain-0", "X-Client-Chain-1", "X-Client-Chain-2", "X-Client-Chain-3")]
    public void Decode_reads_the_chain_that_the_client_sent(string file, params string[] chainHeaders)
    {
        JsonElement capture = Index.Single(capture => Text(capture, "file") == file);

        PresentedCertificate result = Decode(capture, [.. chainHeaders.SelectMany(header => ReadHeaders(capture, header))]);

        CertificateBundle.TryParsePem(
            TestVectors.ReadText("proxies/certs/ca-leaf.chain3.pem"), out IReadOnlyList<ClientCertificate>? sent, out _).Should().BeTrue();
        result.ShouldBe(sent![0].RawData.ToArray(), [.. sent.Skip(1).Select(certificate => certificate.RawData.ToArray())]);
    }

    [Test]
    public void Every_captured_format_is_read_or_left_out_for_a_reason() =>
        Index.Select(FormatOf).Distinct().Should().BeEquivalentTo(Formats.Keys.Concat(NotRead.Keys));

    private static PresentedCertificate Decode(JsonElement capture, params string?[] chain)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions { Format = Formats[FormatOf(capture)] });
        return decoder.Decode([.. ReadHeaders(capture, Text(capture, "header"))], chain);
    }

    // Not line by line: old nginx and raw PEM have LF inside the value.
    private static IEnumerable<string> ReadHeaders(JsonElement capture, string name) =>
        Encoding.Latin1.GetString(TestVectors.ReadBytes($"proxies/{Text(capture, "file")}"))
            .Split("\r\n")
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim(' '));

    private static IEnumerable<TestCaseData> Cases(Func<JsonElement, bool> predicate) => Index
        .Where(capture => !NotRead.ContainsKey(FormatOf(capture)) && predicate(capture))
        .Select(capture => new TestCaseData(capture).SetArgDisplayNames(Text(capture, "file")));

    private static string FormatOf(JsonElement capture) => $"{Text(capture, "proxy")} {Text(capture, "format")}";

    private static string Text(JsonElement capture, string member) => capture.GetProperty(member).GetString()!;
}
