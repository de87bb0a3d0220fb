using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Redis;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace MtlsAuth.JwksUri.Tests.Clients;

/// <summary>One instance of a server with a cache in front of a store, which several instances may have in common.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    /// <param name="store">The store.</param>
    /// <param name="redis">The connection string of the Redis; null for none.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="hasBackplane">Whether it hears of changes.</param>
    /// <param name="clock">Its clock; null for the system's.</param>
    public Instance(
        StoreUnderTest store,
        string? redis = null,
        Action<ClientCacheOptions>? configure = null,
        bool hasBackplane = true,
        FakeTimeProvider? clock = null)
    {
        ServiceCollection services = new();
        services.AddLogging(static logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Warning));
        if (clock is not null)
        {
            services.AddSingleton<TimeProvider>(clock);
        }

        services.AddSingleton<IClientMetadataStore>(store);
        services.AddMtlsClientCache(configure ?? (static _ => { }));
        if (redis is not null)
        {
            services.AddMtlsRedis(redis);
        }

        if (!hasBackplane)
        {
            services.RemoveAllKeyed<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey);
        }

        _provider = services.BuildServiceProvider();
        Cache = _provider.GetRequiredService<IClientMetadataStore>();
    }

    public IServiceProvider Services => _provider;

    public IClientMetadataStore Cache { get; }

    /// <summary>What the library logged.</summary>
    public IReadOnlyList<FakeLogRecord> Logs =>
        [.. _provider.GetFakeLogCollector().GetSnapshot().Where(static record => record.Category == "MtlsAuth")];

    /// <summary>What everybody logged, with exceptions.</summary>
    public IReadOnlyList<string> AllLogs =>
        [.. _provider.GetFakeLogCollector().GetSnapshot().Select(static record => $"{record.Message} {record.Exception}")];

    public IDistributedCache Shared => _provider.GetRequiredKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey);

    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        Cache.FindAsync(clientId, cancellationToken);

    /// <summary>The name of the client as the cache has it; null if it is unknown.</summary>
    public async Task<string?> NameOfAsync(string clientId) => (await FindAsync(clientId))?.Metadata.ClientName;

    public async Task ChangedAsync(string clientId)
    {
        foreach (IClientChangeObserver observer in _provider.GetServices<IClientChangeObserver>())
        {
            await observer.ClientChangedAsync(clientId);
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
