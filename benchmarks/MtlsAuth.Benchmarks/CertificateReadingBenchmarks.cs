using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Benchmarks;

/// <summary>What strictness costs: finding the key, reading every field, and the platform's loader.</summary>
public class CertificateReadingBenchmarks
{
    private byte[] _der = [];
    private byte[] _bundle = [];

    [Params(BenchmarkKey.P256, BenchmarkKey.Rsa2048)]
    public BenchmarkKey Key { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _der = BenchmarkCertificates.CreateDer(Key);
        _bundle = new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(_der)).Export(X509ContentType.Pkcs7)!;
    }

    [Benchmark(Baseline = true, Description = "X509CertificateLoader")]
    public int Platform()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(_der);
        return certificate.Version;
    }

    [Benchmark(Description = "bare walk to the SubjectPublicKeyInfo")]
    public int BareWalk()
    {
        // What any reader has to do at the least: step into two sequences and over six fields. Nothing is checked but tags and lengths.
        DerReader outer = new(_der);
        outer.TryEnter(Asn1Tag.Sequence, out DerReader certificate);
        certificate.TryEnter(Asn1Tag.Sequence, out DerReader fields);
        for (int i = 0; i < 6; i++)
        {
            fields.TryReadAny(out _, out _, out _);
        }

        return fields.TryRead(Asn1Tag.Sequence, out _, out Slice subjectPublicKeyInfo) ? subjectPublicKeyInfo.Length : 0;
    }

    [Benchmark(Description = "MtlsAuth, every field")]
    public bool Strict() => ClientCertificate.TryParseDerInPlace(_der, out _, out _);

    [Benchmark(Description = "MtlsAuth, PKCS #7 with one certificate")]
    public bool Pkcs7() => ClientCertificate.TryParse(_bundle, out _, out _);
}
