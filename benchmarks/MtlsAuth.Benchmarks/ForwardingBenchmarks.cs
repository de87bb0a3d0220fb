using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Benchmarks;

/// <summary>From a header's value to a certificate with its key, and beside it what an application does with the platform alone.</summary>
[MemoryDiagnoser]
public class ForwardingBenchmarks
{
    private readonly ForwardedCertificateDecoder _pem = MakeDecoder(ForwardedCertificateFormat.Pem);
    private readonly ForwardedCertificateDecoder _percentEncodedPem = MakeDecoder(ForwardedCertificateFormat.PercentEncodedPem);
    private readonly ForwardedCertificateDecoder _base64Der = MakeDecoder(ForwardedCertificateFormat.Base64Der);
    private readonly ForwardedCertificateDecoder _rfc9440 = MakeDecoder(ForwardedCertificateFormat.Rfc9440);
    private readonly ForwardedCertificateDecoder _envoyXfcc = MakeDecoder(ForwardedCertificateFormat.EnvoyXfcc);
    private string _pemValue = "";
    private string _percentEncodedPemValue = "";
    private string _base64DerValue = "";
    private string _rfc9440Value = "";
    private string _envoyXfccValue = "";

    [GlobalSetup]
    public void MakeValues()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=client.example,O=Example Bank,C=DE", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        string pem = certificate.ExportCertificatePem();
        _pemValue = pem.Replace('\n', ' ');
        _percentEncodedPemValue = Uri.EscapeDataString(pem + "\n");
        _base64DerValue = Convert.ToBase64String(certificate.RawDataMemory.Span);
        _rfc9440Value = $":{_base64DerValue}:";
        _envoyXfccValue = $"Hash={certificate.GetCertHashString(HashAlgorithmName.SHA256)};Cert=\"{_percentEncodedPemValue}\"";
    }

    [Benchmark]
    public ClientCertificate Pem() => Decode(_pem, _pemValue);

    [Benchmark]
    public ClientCertificate PercentEncodedPem() => Decode(_percentEncodedPem, _percentEncodedPemValue);

    [Benchmark]
    public ClientCertificate Base64Der() => Decode(_base64Der, _base64DerValue);

    [Benchmark]
    public ClientCertificate Rfc9440() => Decode(_rfc9440, _rfc9440Value);

    [Benchmark]
    public ClientCertificate EnvoyXfcc() => Decode(_envoyXfcc, _envoyXfccValue);

    [Benchmark]
    public int PlatformPercentEncodedPem()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Uri.UnescapeDataString(_percentEncodedPemValue));
        return certificate.RawDataMemory.Length;
    }

    [Benchmark]
    public int PlatformBase64Der()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(_base64DerValue));
        return certificate.RawDataMemory.Length;
    }

    /// <summary>Decoding alone, which no application can stop at.</summary>
    [Benchmark]
    public int PlatformUnescapeOnly() => Uri.UnescapeDataString(_percentEncodedPemValue).Length;

    private static ForwardedCertificateDecoder MakeDecoder(ForwardedCertificateFormat format) =>
        new(new ForwardedCertificateDecoderOptions { Format = format });

    private static ClientCertificate Decode(ForwardedCertificateDecoder decoder, string value) =>
        decoder.Decode([value]).Certificate ?? throw new InvalidOperationException("The value was not read.");
}
