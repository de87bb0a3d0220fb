using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace MtlsAuth.Benchmarks;

/// <summary>Finding a client costs the same among a million.</summary>
public class ClientStoreBenchmarks
{
    private readonly InMemoryClientMetadataStore _store = new();
    private string _clientId = string.Empty;

    [Params(1, 1_000, 1_000_000)]
    public int Clients { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        for (int i = 0; i < Clients; i++)
        {
            _store.TryAdd(BenchmarkCertificates.CreateClient(CreateId(i), ClientJwkSet.Empty));
        }

        _clientId = CreateId(Clients / 2);
    }

    [Benchmark(Description = "FindAsync")]
    public ValueTask<RegisteredClient?> Find() => _store.FindAsync(_clientId);

    private static string CreateId(int number) => string.Create(CultureInfo.InvariantCulture, $"client-{number:D8}");
}
