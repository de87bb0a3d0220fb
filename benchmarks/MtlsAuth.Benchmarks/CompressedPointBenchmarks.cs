using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Benchmarks;

/// <summary>A compressed point needs a square root; this is the dearest key that a stranger can have read.</summary>
/// <remarks>On Linux the platform does not read compressed points at all, so that there is nothing to compare with.</remarks>
public class CompressedPointBenchmarks
{
    private byte[] _subjectPublicKeyInfo = [];

    [Params("nistP256", "nistP384", "nistP521")]
    public string Curve { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(Curve));
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        ECPoint point = parameters.Q;
        byte form = (byte)(0x02 | (point.Y![^1] & 1));
        _subjectPublicKeyInfo = Der.Sequence(
            Der.Algorithm("1.2.840.10045.2.1", Der.ObjectIdentifier(parameters.Curve.Oid.Value!)),
            Der.BitString([form, .. point.X!]));
    }

    [Benchmark(Description = "read a compressed point")]
    public bool Read() => SubjectPublicKey.TryReadSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);
}
