using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.JwksUri.Diagnostics;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace MtlsAuth.JwksUri.Caching;

/// <summary>Makes the caches: bounded in memory, and joined to what the application's instances share, if there is something.</summary>
internal static class CacheFactory
{
    // A notification that could not be sent is sent again after that time.
    private static readonly TimeSpan RecoveryDelay = TimeSpan.FromSeconds(2);

    /// <param name="provider">The application's services.</param>
    /// <param name="name">The cache's name, by which those of several instances are the same.</param>
    /// <param name="maximumEntryCount">How many entries are kept in memory.</param>
    /// <param name="context">Which types are cached.</param>
    /// <param name="entries">The name of the gauge of entries in memory.</param>
    public static IFusionCache Create(
        IServiceProvider provider, string name, int maximumEntryCount, JsonSerializerContext context, string entries)
    {
        MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = maximumEntryCount });
        provider.GetRequiredService<IMeterFactory>().Create(Instrumentation.Name).CreateObservableGauge(
            entries, () => memory.Count, "{entry}", "Entries of the cache in memory.");
        FusionCacheOptions options = new()
        {
            CacheName = name,
            CacheKeyPrefix = name + ":",
            AutoRecoveryDelay = RecoveryDelay,

            // Otherwise what is in memory waits for the shared cache, whose marker of removed tags is asked for without a time-out.
            DisableTagging = true,
        };
        FusionCache cache = new(
            options,
            memory,
            provider.GetService<ILoggerFactory>() is { } loggers ? new CacheLogger(loggers) : null,
            new MemoryLocks());
        if (provider.GetKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey) is { } shared)
        {
            cache.SetupDistributedCache(shared, new CacheSerializer(context));
        }

        if (provider.GetKeyedService<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey) is { } backplane)
        {
            cache.SetupBackplane(backplane);
        }

        if (provider.GetKeyedService<IFusionCacheDistributedLocker>(MtlsCacheDefaults.ServiceKey) is { } locker)
        {
            cache.SetupDistributedLocker(locker);
        }

        return cache;
    }

    /// <summary>What all entries have in common. One object for all calls; a loader changes the copy that it gets.</summary>
    /// <param name="memoryDuration">How long memory is believed before the shared cache is asked; null for an entry's lifetime.</param>
    /// <param name="keptFor">How long an entry is kept after it was written, for when it cannot be loaded again.</param>
    public static FusionCacheEntryOptions CreateEntryOptions(TimeSpan? memoryDuration, TimeSpan keptFor) => new()
    {
        Size = 1,
        MemoryCacheDuration = memoryDuration,
        IsFailSafeEnabled = true,
        FailSafeMaxDuration = keptFor,

        // Whoever comes while an entry that is kept is loaded again gets it as it was.
        FactorySoftTimeout = TimeSpan.FromMilliseconds(100),

        // A shared cache that does not answer must not cost more than it saves.
        DistributedCacheSoftTimeout = TimeSpan.FromMilliseconds(100),
        DistributedCacheHardTimeout = TimeSpan.FromMilliseconds(300),
        AllowBackgroundDistributedCacheOperations = true,
        DistributedLockTimeout = TimeSpan.FromSeconds(2),

        // What another version of the library has written is loaded anew.
        ReThrowSerializationExceptions = false,
    };
}
