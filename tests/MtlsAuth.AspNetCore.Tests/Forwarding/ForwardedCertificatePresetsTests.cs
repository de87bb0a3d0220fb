using System.Security.Cryptography;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificatePresetsTests
{
    private static readonly string Pem = PemEncoding.WriteString("CERTIFICATE", ForwardingServer.Certificate.RawData.Span) + "\n";
    private static readonly string Base64 = ForwardingServer.Value;
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(ForwardingServer.Certificate.RawData.Span));

    private static readonly TestCaseData<ForwardedCertificatePreset, string?, string>[] Values =
    [
        Written(ForwardedCertificatePreset.Nginx, "X-Client-Cert", Uri.EscapeDataString(Pem)),
        Written(ForwardedCertificatePreset.Apache, "X-Client-Cert", Pem.Replace('\n', ' ')),
        Written(ForwardedCertificatePreset.HAProxy, "X-Client-Cert", Base64),
        Written(ForwardedCertificatePreset.Caddy, "X-Client-Cert", Base64),
        Written(ForwardedCertificatePreset.Envoy, "X-Forwarded-Client-Cert", $"Hash={Hash};Cert=\"{Uri.EscapeDataString(Pem)}\""),
        Written(ForwardedCertificatePreset.Istio, "X-Forwarded-Client-Cert", $"By=spiffe://a;Hash={Hash};Cert=\"{Uri.EscapeDataString(Pem)}\""),
        Written(
            ForwardedCertificatePreset.IstioSidecar,
            "X-Forwarded-Client-Cert",
            $"By=spiffe://a;Hash={Hash};Cert=\"{Uri.EscapeDataString(Pem)}\";URI=spiffe://b,By=spiffe://c;Hash=0;URI=spiffe://a"),
        Written(ForwardedCertificatePreset.Traefik, "X-Forwarded-Tls-Client-Cert", Base64),
        Written(ForwardedCertificatePreset.AwsAlbVerify, "X-Amzn-Mtls-Clientcert-Leaf", EscapeAsAws(Pem)),
        Written(ForwardedCertificatePreset.AwsAlbPassthrough, "X-Amzn-Mtls-Clientcert", EscapeAsAws(Pem + Pem)),
        Written(ForwardedCertificatePreset.AzureAppService, "X-ARR-ClientCert", Base64),
        Written(ForwardedCertificatePreset.GoogleLoadBalancer, "Client-Cert", $":{Base64}:"),
        Written(ForwardedCertificatePreset.Cloudflare, "Cf-Client-Cert-Der-Base64", Base64),
        Written(ForwardedCertificatePreset.Kong, "X-Client-Cert", Uri.EscapeDataString(Pem)),
        Written(ForwardedCertificatePreset.Rfc9440, "Client-Cert", $":{Base64}:"),
        Written(ForwardedCertificatePreset.Connect2id, null, Pem.Replace("\n", "")),
    ];

    [TestCaseSource(nameof(Values))]
    public void Find_gives_the_header_and_format_of_the_proxy(ForwardedCertificatePreset preset, string? header, string value)
    {
        ForwardedCertificatePresets.Settings settings = ForwardedCertificatePresets.Find(preset);

        ForwardedCertificateDecoder decoder = new(new() { Format = settings.Format, ElementFromEnd = settings.ElementFromEnd });
        PresentedCertificate result = decoder.Decode([value]);

        settings.HeaderName.Should().Be(header);
        result.Certificate!.Thumbprint.Should().Be(ForwardingServer.Certificate.Thumbprint);
    }

    [TestCase(ForwardedCertificatePreset.Nginx, "SUCCESS")]
    [TestCase(ForwardedCertificatePreset.Apache, "SUCCESS")]
    [TestCase(ForwardedCertificatePreset.HAProxy, "0")]
    [TestCase(ForwardedCertificatePreset.GoogleLoadBalancer, "true")]
    [TestCase(ForwardedCertificatePreset.Kong, null)]
    public void Find_gives_the_verdict_of_the_proxy(ForwardedCertificatePreset preset, string? success) =>
        // Never the header: a client could send it itself where the proxy does not overwrite it.
        ForwardedCertificatePresets.Find(preset).VerificationSuccess.Should().Be(success);

    [Test]
    public void Values_has_every_preset() =>
        Values.Select(static test => test.Arguments[0]).Should().BeEquivalentTo(Enum.GetValues<ForwardedCertificatePreset>());

    private static TestCaseData<ForwardedCertificatePreset, string?, string> Written(
        ForwardedCertificatePreset preset, string? header, string value) =>
        new(preset, header, value) { TestName = $"Find_gives_the_header_and_format_of_the_proxy({preset})" };

    // AWS leaves these characters as they are.
    private static string EscapeAsAws(string pem) => pem.Replace("\n", "%0A").Replace(" ", "%20");
}
