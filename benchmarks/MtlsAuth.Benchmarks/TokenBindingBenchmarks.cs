using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>A resource server's check of a token that is bound to the connection's certificate (RFC 8705 §3).</summary>
public class TokenBindingBenchmarks : BenchmarksWithYardstick, IDisposable
{
    private readonly X509Certificate2 _platform = CreateCertificate();
    private readonly ClientCertificate _parsed;
    private readonly string _cnf;
    private readonly byte[] _utf8Cnf;
    private readonly string _x5tS256;

    public TokenBindingBenchmarks()
    {
        _parsed = ClientCertificate.FromX509Certificate2(_platform);
        CertificateConfirmation confirmation = new(_parsed);
        _cnf = confirmation.ToJson();
        _utf8Cnf = Encoding.UTF8.GetBytes(_cnf);
        _x5tS256 = confirmation.Thumbprint.ToString();
    }

    [Benchmark(Description = "x5t#S256, certificate parsed before")]
    public ConfirmationResult Thumbprint() => CertificateConfirmation.CheckThumbprint(_x5tS256, _parsed.Thumbprint);

    [Benchmark(Description = "cnf in UTF-8, certificate parsed before")]
    public ConfirmationResult Utf8() => CertificateConfirmation.Check(_utf8Cnf, _parsed.Thumbprint);

    [Benchmark(Description = "cnf as text, certificate parsed before")]
    public ConfirmationResult TextForm() => CertificateConfirmation.Check(_cnf, _parsed.Thumbprint);

    [Benchmark(Description = "cnf in UTF-8, certificate from DER")]
    public ConfirmationResult FromDer() =>
        ClientCertificate.TryParseDerInPlace(_platform.RawDataMemory, out ClientCertificate? certificate, out _)
            ? CertificateConfirmation.Check(_utf8Cnf, certificate.Thumbprint)
            : CertificateConfirmation.Check(_utf8Cnf, null);

    [Benchmark(Baseline = true, Description = "platform: GetCertHash, JsonDocument, string comparison")]
    public bool Platform()
    {
        using JsonDocument cnf = JsonDocument.Parse(_utf8Cnf);
        string expected = Base64Url.EncodeToString(_platform.GetCertHash(HashAlgorithmName.SHA256));
        return cnf.RootElement.TryGetProperty("x5t#S256", out JsonElement value) && value.GetString() == expected;
    }

    public void Dispose()
    {
        _platform.Dispose();
        GC.SuppressFinalize(this);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA rsa = RSA.Create(2048);
        CertificateRequest request = new("CN=client", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
