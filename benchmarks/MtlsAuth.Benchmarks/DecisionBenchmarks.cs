using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary><c>pub_key_tls_client_auth</c> from the certificate's octets to the decision, parsing included.</summary>
public class DecisionBenchmarks : BenchmarksWithYardstick
{
    private const string ClientId = "payments";

    private byte[] _der = [];
    private string _pem = string.Empty;
    private LibraryDecision _library = null!;
    private PlatformDecision _platform = null!;

    [Params(BenchmarkKey.P256, BenchmarkKey.Rsa2048)]
    public BenchmarkKey Key { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _der = BenchmarkCertificates.CreateDer(Key);
        _pem = PemEncoding.WriteString("CERTIFICATE", _der);
        ClientCertificate certificate = BenchmarkCertificates.Read(_der);
        _library = new LibraryDecision(ClientId, certificate);
        _platform = new PlatformDecision(ClientId, certificate.PublicKeyThumbprint.ToString());
    }

    [Benchmark(Baseline = true, Description = "the platform's way, DER to decision")]
    public bool Platform()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(_der);
        return _platform.Decide(ClientId, certificate);
    }

    [Benchmark(Description = "MtlsAuth, DER in place to decision")]
    public bool DerInPlace() =>
        ClientCertificate.TryParseDerInPlace(_der, out ClientCertificate? certificate, out _) && _library.Decide(ClientId, certificate);

    [Benchmark(Description = "MtlsAuth, DER copied to decision")]
    public bool Der() =>
        ClientCertificate.TryParseDer(_der, out ClientCertificate? certificate, out _) && _library.Decide(ClientId, certificate);

    [Benchmark(Description = "MtlsAuth, PEM to decision")]
    public bool Pem() =>
        ClientCertificate.TryParsePem(_pem, out ClientCertificate? certificate, out _) && _library.Decide(ClientId, certificate);
}
