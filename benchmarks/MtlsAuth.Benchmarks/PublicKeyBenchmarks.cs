using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Benchmarks;

/// <summary>A SubjectPublicKeyInfo of each kind to a key, and the key to its thumbprint.</summary>
public class PublicKeyBenchmarks
{
    private byte[] _subjectPublicKeyInfo = [];

    [ParamsAllValues]
    public KeyAlgorithm Kind { get; set; }

    [GlobalSetup]
    public void SetUp() => _subjectPublicKeyInfo = Kind switch
    {
        KeyAlgorithm.Rsa => TestKeys.Rsa2048().ExportSubjectPublicKeyInfo(),
        KeyAlgorithm.P256 => CreateEc(ECCurve.NamedCurves.nistP256),
        KeyAlgorithm.P384 => CreateEc(ECCurve.NamedCurves.nistP384),
        KeyAlgorithm.P521 => CreateEc(ECCurve.NamedCurves.nistP521),
        KeyAlgorithm.Secp256k1 => CreateEc(ECCurve.CreateFromFriendlyName("secp256k1")),
        KeyAlgorithm.Ed25519 => CreateRaw("1.3.101.112", 32),
        KeyAlgorithm.Ed448 => CreateRaw("1.3.101.113", 57),
        KeyAlgorithm.MLDsa44 => CreateRaw("2.16.840.1.101.3.4.3.17", 1312),
        KeyAlgorithm.MLDsa65 => CreateRaw("2.16.840.1.101.3.4.3.18", 1952),
        _ => CreateRaw("2.16.840.1.101.3.4.3.19", 2592),
    };

    [Benchmark(Baseline = true, Description = "read")]
    public SubjectPublicKey? Read()
    {
        SubjectPublicKey.TryReadSubjectPublicKeyInfo(_subjectPublicKeyInfo, out SubjectPublicKey? key);
        return key;
    }

    // A key remembers its thumbprint, so that a new one is read each time.
    [Benchmark(Description = "read, and compute the thumbprint")]
    public JwkThumbprint Thumbprint() => Read()!.Thumbprint;

    private static byte[] CreateEc(ECCurve curve)
    {
        using ECDsa key = ECDsa.Create(curve);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static byte[] CreateRaw(string algorithm, int length) =>
        Der.Sequence(Der.Algorithm(algorithm), Der.BitString(RandomNumberGenerator.GetBytes(length)));
}
