using Microsoft.Extensions.Caching.Memory;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Diagnostics;
using ZiggyCreatures.Caching.Fusion;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>Makes entries of the cache: from what the store has, or from its failure.</summary>
internal sealed class ClientLoader(
    StoreBehindCache store, ClientCacheOptions settings, ClientChanges changes, TimeProvider clock, ClientCacheTelemetry telemetry)
{
    /// <summary>Reads a client, and says how long the entry lives and who gets to see it.</summary>
    /// <remarks>Never throws: the cache would let each of those who wait for the same client try in turn.</remarks>
    public async Task<CachedClient> LoadAsync(string clientId, string key, FusionCacheFactoryExecutionContext<CachedClient> context)
    {
        CachedClient? before = context is { HasStaleValue: true, StaleValue.Value: { } stale } && !changes.IsOutdated(key, stale.ReadAt)
            ? stale
            : null;
        DateTimeOffset readAt = changes.TimeOfReading(key, clock.GetUtcNow());
        try
        {
            RegisteredClient? client = await store.FindAsync(clientId).ConfigureAwait(false);
            if (client is null)
            {
                SetUnknown(context.Options, wasKnown: before?.Client is not null);
            }

            return new CachedClient(client, readAt);
        }
        catch (Exception exception)
        {
            return Fail(key, before, readAt, exception, context.Options);
        }
    }

    private void SetUnknown(FusionCacheEntryOptions options, bool wasKnown)
    {
        options.Duration = settings.UnknownLifetime;
        options.MemoryCacheDuration = null;
        options.IsFailSafeEnabled = false;
        options.Priority = CacheItemPriority.Low;

        // Ids that nobody has registered are no business of other instances; that a client is gone is.
        options.SkipDistributedCacheWrite = options.SkipBackplaneNotifications = !wasKnown;
    }

    private CachedClient Fail(
        string key, CachedClient? before, DateTimeOffset readAt, Exception exception, FusionCacheEntryOptions options)
    {
        DateTimeOffset now = clock.GetUtcNow();
        int count = (before?.Failure?.Count ?? 0) + 1;
        TimeSpan pause = GrowingPause.After(count, settings.MinimumPause, settings.MaximumPause);
        StoreFailure failure = new(count, exception, now + pause);

        // The failure is this instance's own: another may reach the store.
        options.Duration = pause;
        options.MemoryCacheDuration = null;
        options.SkipDistributedCacheWrite = options.SkipBackplaneNotifications = true;
        if (before?.Client is { } client && before.AgeAt(now) <= settings.MaximumAge)
        {
            telemetry.Failed(key, before.AgeAt(now), pause, exception);
            return new CachedClient(client, before.ReadAt, failure);
        }

        // While the store is down, ids that nobody has registered must not take the place of clients either.
        options.Priority = CacheItemPriority.Low;
        telemetry.Failed(key, age: null, pause, exception);
        return new CachedClient(null, readAt, failure);
    }
}
