using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Benchmarks;

/// <summary>
/// <c>pub_key_tls_client_auth</c> from a header's value to the decision, and beside it what an application does with the platform alone.
/// </summary>
public class ForwardingBenchmarks : BenchmarksWithYardstick
{
    private const string ClientId = "payments";

    private readonly ForwardedCertificateDecoder _pem = CreateDecoder(ForwardedCertificateFormat.Pem);
    private readonly ForwardedCertificateDecoder _percentEncodedPem = CreateDecoder(ForwardedCertificateFormat.PercentEncodedPem);
    private readonly ForwardedCertificateDecoder _base64Der = CreateDecoder(ForwardedCertificateFormat.Base64Der);
    private readonly ForwardedCertificateDecoder _rfc9440 = CreateDecoder(ForwardedCertificateFormat.Rfc9440);
    private readonly ForwardedCertificateDecoder _envoyXfcc = CreateDecoder(ForwardedCertificateFormat.EnvoyXfcc);
    private string _pemValue = "";
    private string _percentEncodedPemValue = "";
    private string _base64DerValue = "";
    private string _rfc9440Value = "";
    private string _envoyXfccValue = "";
    private LibraryDecision _library = null!;
    private PlatformDecision _platform = null!;

    [Params(BenchmarkKey.P256, BenchmarkKey.Rsa2048)]
    public BenchmarkKey Key { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        byte[] der = BenchmarkCertificates.CreateDer(Key);
        ClientCertificate certificate = BenchmarkCertificates.Read(der);
        string pem = PemEncoding.WriteString("CERTIFICATE", der);
        _pemValue = pem.Replace('\n', ' ');
        _percentEncodedPemValue = Uri.EscapeDataString(pem + "\n");
        _base64DerValue = Convert.ToBase64String(der);
        _rfc9440Value = $":{_base64DerValue}:";
        _envoyXfccValue = $"Hash={Convert.ToHexStringLower(SHA256.HashData(der))};Cert=\"{_percentEncodedPemValue}\"";
        _library = new LibraryDecision(ClientId, certificate);
        _platform = new PlatformDecision(ClientId, certificate.PublicKeyThumbprint.ToString());
    }

    // What UseCertificateForwarding's converter is written as for nginx.
    [Benchmark(Baseline = true, Description = "the platform's way, percent-encoded PEM")]
    public bool PlatformPercentEncodedPem()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Uri.UnescapeDataString(_percentEncodedPemValue));
        return _platform.Decide(ClientId, certificate);
    }

    // What UseCertificateForwarding does when it is given no converter.
    [Benchmark(Description = "the platform's way, base64 of DER")]
    public bool PlatformBase64Der()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(_base64DerValue));
        return _platform.Decide(ClientId, certificate);
    }

    [Benchmark(Description = "MtlsAuth, PEM with spaces")]
    public bool Pem() => Decide(_pem, _pemValue);

    [Benchmark(Description = "MtlsAuth, percent-encoded PEM")]
    public bool PercentEncodedPem() => Decide(_percentEncodedPem, _percentEncodedPemValue);

    [Benchmark(Description = "MtlsAuth, base64 of DER")]
    public bool Base64Der() => Decide(_base64Der, _base64DerValue);

    [Benchmark(Description = "MtlsAuth, RFC 9440")]
    public bool Rfc9440() => Decide(_rfc9440, _rfc9440Value);

    [Benchmark(Description = "MtlsAuth, Envoy's XFCC with its hash")]
    public bool EnvoyXfcc() => Decide(_envoyXfcc, _envoyXfccValue);

    private static ForwardedCertificateDecoder CreateDecoder(ForwardedCertificateFormat format) =>
        new(new ForwardedCertificateDecoderOptions { Format = format });

    private bool Decide(ForwardedCertificateDecoder decoder, string value) =>
        decoder.Decode([value]).Certificate is { } certificate && _library.Decide(ClientId, certificate);
}
