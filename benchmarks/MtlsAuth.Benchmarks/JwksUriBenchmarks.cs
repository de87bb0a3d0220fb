using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>What it costs that keys are behind a <c>jwks_uri</c>, and clients in a cache, once they are there.</summary>
[MemoryDiagnoser]
public class JwksUriBenchmarks : BenchmarksWithYardstick, IDisposable
{
    private const string ClientId = "s6BhdRkqt3";

    private readonly ClientCertificate _certificate = BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(BenchmarkKey.P256));
    private ClientCertificateAuthenticator _byValue = null!;
    private ClientCertificateAuthenticator _fetched = null!;
    private ClientCertificateAuthenticator _cached = null!;
    private FetchingServer _fetching = null!;
    private CachingServer _caching = null!;

    [GlobalSetup]
    public void SetUp()
    {
        ClientJwkSet keys = ClientJwkSet.FromCertificates(includeX5c: false, _certificate);
        _byValue = new ClientCertificateAuthenticator(new InMemoryClientMetadataStore(BenchmarkCertificates.CreateClient(ClientId, keys)));
        _fetching = new FetchingServer(_certificate);
        _fetched = _fetching.CreateAuthenticator(ClientId);
        _caching = new CachingServer(_certificate);
        _caching.Load(ClientId);
        _cached = new ClientCertificateAuthenticator(_caching.Clients);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _fetching.Dispose();
        _caching.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "jwks, client in memory")]
    public bool ByValue() => Decide(_byValue);

    [Benchmark(Description = "jwks_uri, fetched before")]
    public bool Fetched() => Decide(_fetched);

    [Benchmark(Description = "jwks, client in the cache")]
    public bool Cached() => Decide(_cached);

    private bool Decide(ClientCertificateAuthenticator authenticator)
    {
        ValueTask<ClientAuthenticationResult> result =
            authenticator.AuthenticateAsync(new() { ClientId = ClientId, Presented = PresentedCertificate.Of(_certificate) });
        return result.IsCompletedSuccessfully && result.Result.IsAuthenticated;
    }
}
