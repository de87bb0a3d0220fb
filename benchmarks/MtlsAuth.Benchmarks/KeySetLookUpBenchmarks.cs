using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>Finding a key costs the same in a set of one and in a set of a thousand.</summary>
public class KeySetLookUpBenchmarks
{
    private ClientJwkSet _set = ClientJwkSet.Empty;
    private SubjectPublicKey _registered = null!;
    private SubjectPublicKey _stranger = null!;

    [Params(1, 2, 10, 1_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        ClientCertificate[] certificates =
            [.. Enumerable.Range(0, Keys + 1).Select(_ => BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(BenchmarkKey.P256)))];
        _set = ClientJwkSet.FromCertificates(includeX5c: false, certificates[..^1]);

        // Read once more: the key of a request is never the object that was registered.
        _registered = BenchmarkCertificates.Read(certificates[Keys / 2].RawData.ToArray()).PublicKey;
        _stranger = certificates[^1].PublicKey;
    }

    [Benchmark(Baseline = true, Description = "a registered key")]
    public bool Registered() => _set.TryFind(_registered, out _);

    [Benchmark(Description = "a stranger's key")]
    public bool Stranger() => _set.TryFind(_stranger, out _);
}
