using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>A JWK Set from its JSON, once for each client and change: half of the keys RSA, half P-256.</summary>
public class KeySetParsingBenchmarks
{
    private string _json = string.Empty;
    private byte[] _utf8 = [];

    [Params(1, 100)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _utf8 = KeySetJson.Write([.. Enumerable.Range(0, Keys).Select(CreateCertificate)]);
        _json = Encoding.UTF8.GetString(_utf8);
    }

    // The constructor reads the text only; keys are made when they are first used, and never checked.
    [Benchmark(Baseline = true, Description = "JsonWebKeySet, keys not made")]
    public int Platform() => new JsonWebKeySet(_json).Keys.Count;

    [Benchmark(Description = "ClientJwkSet, keys checked")]
    public bool Strict() => ClientJwkSet.TryParse(_utf8, out _, out _);

    private static ClientCertificate CreateCertificate(int index) =>
        BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(index % 2 == 0 ? BenchmarkKey.P256 : BenchmarkKey.Rsa2048));
}
