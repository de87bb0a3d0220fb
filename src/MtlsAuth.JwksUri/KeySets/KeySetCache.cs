using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;
using ZiggyCreatures.Caching.Fusion;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>Keeps what is known of the keys behind URLs, and sees to it that each is fetched once by whoever needs it.</summary>
internal sealed class KeySetCache : IDisposable
{
    private static readonly TimeSpan BudgetPause = TimeSpan.FromSeconds(1);

    private readonly IFusionCache _cache;
    private readonly JwksUriFetcher _fetcher;
    private readonly KeySetTransition _transition;
    private readonly RefreshBudget _budget;
    private readonly JwksUriTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly FusionCacheEntryOptions _entries;
    private readonly FusionCacheEntryOptions _inMemory;
    private readonly FusionCacheEntryOptions _latestEntries;
    private readonly FusionCacheEntryOptions _refreshes;
    private readonly FusionCacheEntryOptions _reloads;
    private readonly FusionCacheEntryOptions _sharedOnly;

    public KeySetCache(
        IFusionCache cache,
        JwksUriFetcher fetcher,
        RefreshBudget budget,
        JwksUriOptions options,
        JwksUriTelemetry telemetry,
        TimeProvider clock)
    {
        _cache = cache;
        _fetcher = fetcher;
        _budget = budget;
        _telemetry = telemetry;
        _clock = clock;
        _transition = new KeySetTransition(options);

        // Without a shared cache there is nowhere else to look, and memory is believed as long as an entry lives.
        TimeSpan? memory = cache.HasDistributedCache ? options.MemoryDuration : null;
        _entries = CacheFactory.CreateEntryOptions(memory, keptFor: options.MaximumAge);

        // What most requests need, without the means to load it.
        _inMemory = _entries.Duplicate();
        _inMemory.SkipDistributedCacheRead = true;

        // Whoever has seen that nothing matches needs what comes of a fetch, and not what was there before.
        _latestEntries = _entries.Duplicate();
        _latestEntries.FactorySoftTimeout = Timeout.InfiniteTimeSpan;
        _refreshes = _latestEntries.Duplicate();
        _refreshes.Duration = options.RefreshCoolDown;
        _refreshes.IsFailSafeEnabled = false;
        _reloads = _refreshes.Duplicate();
        _reloads.Duration = options.MinimumPause;
        _sharedOnly = _entries.Duplicate();
        _sharedOnly.SkipMemoryCacheRead = true;
    }

    /// <summary>What is known of the keys. If they are due to be fetched and that takes a while, it is what was known before.</summary>
    public ValueTask<KeySetEntry> GetAsync(KeySetLocation location) =>
        _cache.TryGet<KeySetEntry>(location.Key, _inMemory, CancellationToken.None) is { HasValue: true, Value: var entry }
            ? ValueTask.FromResult(entry)
            : GetAsync(location, _entries);

    /// <summary>Whether an entry may be used without looking for a newer one.</summary>
    public bool IsCurrent(KeySetEntry entry) => _transition.IsCurrent(entry, _clock.GetUtcNow());

    /// <summary>Fetches the keys out of turn, unless that was done a short while ago or too often by others.</summary>
    public async ValueTask<KeySetRefresh> RefreshAsync(KeySetLocation location)
    {
        bool isFirst = false;

        // Its own entry is what limits it: as long as it lives, nobody fetches again, and all who come while it is made wait for it.
        DateTimeOffset refreshedAt = await _cache.GetOrSetAsync<DateTimeOffset>(
            location.RefreshKey,
            async (context, _) =>
            {
                isFirst = true;
                if (!_budget.TryTake())
                {
                    // This instance's affair, and over as soon as there is budget again.
                    context.Options.Duration = BudgetPause;
                    context.Options.MemoryCacheDuration = null;
                    context.Options.SkipDistributedCacheWrite = true;
                    return default;
                }

                return await FetchNowAsync(location).ConfigureAwait(false);
            },
            _refreshes,
            token: CancellationToken.None).ConfigureAwait(false);

        KeySetEntry entry = await GetLatestAsync(location).ConfigureAwait(false);
        if (entry.AskedAt < refreshedAt
            && await _cache.TryGetAsync<KeySetEntry>(location.Key, _sharedOnly, CancellationToken.None).ConfigureAwait(false)
                is { HasValue: true } shared)
        {
            // Another instance has fetched them, and the notification is still on its way.
            entry = shared.Value;
        }

        return new KeySetRefresh(
            entry,
            refreshedAt == default ? KeySetRefreshOutcome.NoBudget
            : isFirst ? KeySetRefreshOutcome.Fetched
            : KeySetRefreshOutcome.CoolingDown);
    }

    /// <summary>What is known of the keys once they have been fetched, if that is due by whatever clock.</summary>
    public async ValueTask<KeySetEntry> GetCurrentAsync(KeySetLocation location)
    {
        KeySetEntry entry = await GetLatestAsync(location).ConfigureAwait(false);
        if (IsCurrent(entry))
        {
            return entry;
        }

        // The cache goes by another clock. Once for all who have seen the same old keys.
        await _cache.GetOrSetAsync<DateTimeOffset>(
            string.Create(CultureInfo.InvariantCulture, $"{location.ReloadKey}{entry.AskedAt.UtcTicks}"),
            async (_, _) => await FetchNowAsync(location).ConfigureAwait(false),
            _reloads,
            token: CancellationToken.None).ConfigureAwait(false);
        return await GetLatestAsync(location).ConfigureAwait(false);
    }

    /// <summary>The keys of an entry if they may be used; null if there are none, or they are too old.</summary>
    public ClientJwkSet? FindUsableKeys(KeySetEntry entry) =>
        entry.Keys is { } keys && _transition.MayUse(entry.FetchedAt, _clock.GetUtcNow()) ? keys : null;

    public void Dispose() => _cache.Dispose();

    private static void SetKeyless(FusionCacheEntryOptions options, bool isForAll)
    {
        // URLs behind which there is nothing must not take the place of keys.
        options.Priority = CacheItemPriority.Low;
        if (!isForAll)
        {
            // An instance that has no keys must not take them from one that has.
            options.MemoryCacheDuration = null;
            options.SkipDistributedCacheWrite = options.SkipBackplaneNotifications = true;
        }
    }

    private async Task<DateTimeOffset> FetchNowAsync(KeySetLocation location)
    {
        await _cache.ExpireAsync(location.Key, _latestEntries, CancellationToken.None).ConfigureAwait(false);
        KeySetEntry fetched = await GetLatestAsync(location).ConfigureAwait(false);
        return fetched.AskedAt;
    }

    // By the cache's clock.
    private ValueTask<KeySetEntry> GetLatestAsync(KeySetLocation location) => GetAsync(location, _latestEntries);

    private ValueTask<KeySetEntry> GetAsync(KeySetLocation location, FusionCacheEntryOptions options) => _cache.GetOrSetAsync<KeySetEntry>(
        location.Key,
        (context, _) => LoadAsync(context, location),
        options,
        token: CancellationToken.None);

    // Never throws: without an entry that is kept, everybody who waits would run it again, one after the other.
    private async Task<KeySetEntry> LoadAsync(FusionCacheFactoryExecutionContext<KeySetEntry> context, KeySetLocation location)
    {
        KeySetEntry? previous = context.HasStaleValue ? context.StaleValue.Value : null;
        long started = _clock.GetTimestamp();
        FetchResult result = await _fetcher.FetchAsync(location.Uri, previous?.Validators ?? default).ConfigureAwait(false);
        KeySetEntry entry = _transition.After(previous, result, _clock.GetUtcNow());
        _telemetry.Fetched(location.Host, result, entry.Keys, entry.Lifetime, _clock.GetElapsedTime(started));

        context.Options.Duration = entry.Lifetime;
        if (context.Options.MemoryCacheDuration > entry.Lifetime)
        {
            context.Options.MemoryCacheDuration = entry.Lifetime;
        }

        if (entry.Keys is null)
        {
            SetKeyless(context.Options, isForAll: entry.Failure == JwksUriFailure.PrivateKeyExposed);
        }

        return entry;
    }
}
