using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;

namespace MtlsAuth.Benchmarks;

/// <summary>Decides on clients that a cache keeps; the store behind it makes each anew, as one on a database would.</summary>
internal sealed class CachingServer : ICachingServer
{
    private readonly ServiceProvider _provider;

    public CachingServer(ClientCertificate registered)
    {
        ServiceCollection services = new();
        services.AddSingleton<IClientMetadataStore>(new Store(KeySetJson.Write(registered)));
        services.AddMtlsClientCache(static options =>
        {
            options.Lifetime = TimeSpan.FromHours(1);
            options.MaximumAge = TimeSpan.FromHours(2);
        });
        _provider = services.BuildServiceProvider();
        Clients = _provider.GetRequiredService<IClientMetadataStore>();
    }

    public IClientMetadataStore Clients { get; }

    public void Load(string clientId)
    {
        if (Clients.FindAsync(clientId).AsTask().GetAwaiter().GetResult() is null)
        {
            throw new InvalidOperationException("The client is not there.");
        }
    }

    public void Dispose() => _provider.Dispose();

    private sealed class Store(byte[] keys) : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            _ = ClientJwkSet.TryParse(keys, out ClientJwkSet? set, out _);
            return ValueTask.FromResult<RegisteredClient?>(RegisteredClient.From(BenchmarkCertificates.CreateClient(clientId, set!)));
        }
    }
}
