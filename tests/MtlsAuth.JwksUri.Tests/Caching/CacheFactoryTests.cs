using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.KeySets;
using ZiggyCreatures.Caching.Fusion;

namespace MtlsAuth.JwksUri.Tests.Caching;

public sealed class CacheFactoryTests
{
    [Test]
    public async Task What_is_in_memory_is_found_without_a_look_into_the_shared_cache()
    {
        RecordingCache shared = new();
        ServiceCollection services = new();
        services.AddMetrics();
        services.AddKeyedSingleton<IDistributedCache>(MtlsCacheDefaults.ServiceKey, shared);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using IFusionCache cache = CacheFactory.Create(provider, "name", 10, KeySetJsonContext.Default, "entries");
        FusionCacheEntryOptions options = CacheFactory.CreateEntryOptions(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        await cache.GetOrSetAsync<DateTimeOffset>("key", static (_, _) => Task.FromResult(DateTimeOffset.UnixEpoch), options);

        MaybeValue<DateTimeOffset> found = await cache.TryGetAsync<DateTimeOffset>("key", options);

        found.HasValue.Should().BeTrue();
        shared.Reads.Should().OnlyContain(static key => key == "v2:name:key");
    }

    [Test]
    [NonParallelizable]
    public async Task What_was_asked_for_once_and_is_not_kept_takes_no_memory()
    {
        const int Count = 50_000;
        await using ServiceProvider provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using IFusionCache cache = CacheFactory.Create(provider, "name", 100, KeySetJsonContext.Default, "entries");
        FusionCacheEntryOptions options = CacheFactory.CreateEntryOptions(null, TimeSpan.FromHours(1));
        await AskAsync("first");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await AskAsync("second");

        // One lock for each key would be about 25 MB.
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(150 * Count);

        async Task AskAsync(string prefix)
        {
            for (int index = 0; index < Count; index++)
            {
                await cache.GetOrSetAsync<DateTimeOffset>(
                    $"{prefix}{index}", static (_, _) => Task.FromResult(DateTimeOffset.UnixEpoch), options);
            }
        }
    }

    private sealed class RecordingCache : IDistributedCache
    {
        private readonly MemoryDistributedCache _cache = new(new OptionsWrapper<MemoryDistributedCacheOptions>(new MemoryDistributedCacheOptions()));
        private readonly ConcurrentQueue<string> _reads = new();

        public IReadOnlyCollection<string> Reads => _reads;

        public byte[]? Get(string key)
        {
            _reads.Enqueue(key);
            return _cache.Get(key);
        }

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Refresh(string key) => _cache.Refresh(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => _cache.RefreshAsync(key, token);

        public void Remove(string key) => _cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => _cache.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _cache.Set(key, value, options);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            _cache.SetAsync(key, value, options, token);
    }
}
