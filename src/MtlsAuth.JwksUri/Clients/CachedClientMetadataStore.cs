using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Diagnostics;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;
using ZiggyCreatures.Caching.Fusion.Events;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>Keeps what the store behind it has read: compiled in memory, as JSON where instances share a cache.</summary>
/// <remarks>
/// The cache decides what is loaded, when and how often. Whether what it gives counts, is decided here: it must not be older than allowed,
/// by a clock that begins when the store was asked, and must not have been read before the client changed.
/// </remarks>
internal sealed class CachedClientMetadataStore : IClientMetadataStore, IClientChangeObserver, IDisposable
{
    // What does not count may come from the shared cache, from what was under way, and from another change meanwhile.
    private const int MaximumAttempts = 3;

    // Whoever has something to go on with waits no longer for a store that has failed before.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly IFusionCache _cache;
    private readonly ClientCacheOptions _settings;
    private readonly TimeProvider _clock;
    private readonly ClientCacheTelemetry _telemetry;
    private readonly ClientLoader _loader;
    private readonly ClientChanges _changes = new();

    // Made once: a call that makes its own costs more than the look-up.
    private readonly FusionCacheEntryOptions _loading;
    private readonly FusionCacheEntryOptions _loadingAnew;
    private readonly FusionCacheEntryOptions _loadingUnlessOthersDo;
    private readonly FusionCacheEntryOptions _inMemory;
    private readonly FusionCacheEntryOptions _inMemoryHoweverOld;
    private readonly FusionCacheEntryOptions _withoutNotice;

    public CachedClientMetadataStore(
        IServiceProvider provider, IOptions<ClientCacheOptions> options, TimeProvider clock, ClientCacheTelemetry telemetry)
    {
        _settings = options.Value;
        _clock = clock;
        _telemetry = telemetry;
        StoreBehindCache store = new(provider.GetRequiredService<IServiceScopeFactory>(), _settings.LoadTimeout, clock);
        _loader = new ClientLoader(store, _settings, _changes, clock, telemetry);
        _cache = CacheFactory.Create(
            provider, CacheNames.Clients, _settings.MaximumEntryCount, CachedClientJsonContext.Default, ClientCacheInstruments.Entries);
        _cache.Events.Backplane.MessageReceived += HearOfChange;

        _loading = CacheFactory.CreateEntryOptions(_settings.MemoryDuration, _settings.MaximumAge);
        _loading.Duration = _settings.Lifetime;
        if (!_cache.HasDistributedCache || _settings.MemoryDuration > _settings.Lifetime)
        {
            _loading.MemoryCacheDuration = null;
        }

        // Otherwise a client that nobody has asked for lately would be used as it was, however long its lifetime is over.
        _loading.FactorySoftTimeout = Timeout.InfiniteTimeSpan;

        _loadingAnew = _loading.Duplicate();
        _loadingAnew.SkipDistributedCacheRead = true;
        _loadingUnlessOthersDo = _loading.Duplicate();
        _loadingUnlessOthersDo.MemoryLockTimeout = TimeSpan.Zero;
        _inMemory = _loading.Duplicate();
        _inMemory.SkipDistributedCacheRead = true;
        _inMemoryHoweverOld = _inMemory.Duplicate();
        _inMemoryHoweverOld.AllowStaleOnReadOnly = true;
        _withoutNotice = _loading.Duplicate();
        _withoutNotice.SkipBackplaneNotifications = true;
    }

    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        string key = ClientKey.From(clientId);
        if (FindInMemory(key, _inMemory) is not { } entry)
        {
            return LoadAsync(clientId, key, found: null, cancellationToken);
        }

        return Counts(entry, clientId, key)
            ? Answer(entry, ClientCacheOutcomes.Hit)
            : LoadAsync(clientId, key, entry, cancellationToken);
    }

    public async ValueTask ClientChangedAsync(string clientId, CancellationToken cancellationToken = default)
    {
        string key = ClientKey.From(clientId);

        // First, so that what is under way does not count when it comes.
        _changes.Add(key, _clock.GetUtcNow());
        await _cache.RemoveAsync(key, _loading, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _cache.Dispose();

    // What was found in memory, if anything, does not count.
    private async ValueTask<RegisteredClient?> LoadAsync(
        string clientId, string key, CachedClient? found, CancellationToken cancellationToken)
    {
        if (found is not null)
        {
            await DropAsync(key, found).ConfigureAwait(false);
        }

        if (FindInMemory(key, _inMemoryHoweverOld) is { Failure: not null } before && CanGoOn(before, key))
        {
            return await Answer(await LoadOrGoOnAsync(clientId, key, before).ConfigureAwait(false), ClientCacheOutcomes.Loaded)
                .ConfigureAwait(false);
        }

        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            CachedClient entry = await GetOrLoadAsync(clientId, key, attempt == 0 ? _loading : _loadingAnew)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Counts(entry, clientId, key))
            {
                return await Answer(entry, ClientCacheOutcomes.Loaded).ConfigureAwait(false);
            }

            await DropAsync(key, entry).ConfigureAwait(false);
        }

        _telemetry.LookedUp(ClientCacheOutcomes.Unavailable);
        throw new ClientMetadataUnavailableException("The client changes faster than it can be read.");
    }

    // The store has failed before. One asks it again; nobody waits long for the answer.
    private async Task<CachedClient> LoadOrGoOnAsync(string clientId, string key, CachedClient before)
    {
        try
        {
            CachedClient entry = await GetOrLoadAsync(clientId, key, _loadingUnlessOthersDo)
                .WaitAsync(Patience, _clock).ConfigureAwait(false);
            return Counts(entry, clientId, key) ? entry : before;
        }
        catch (TimeoutException)
        {
            return before;
        }
    }

    private Task<CachedClient> GetOrLoadAsync(string clientId, string key, FusionCacheEntryOptions options) =>
        _cache.GetOrSetAsync<CachedClient>(
            key, (context, _) => _loader.LoadAsync(clientId, key, context), options: options, token: CancellationToken.None).AsTask();

    private CachedClient? FindInMemory(string key, FusionCacheEntryOptions options) =>
        _cache.TryGet<CachedClient>(key, options, CancellationToken.None) is { HasValue: true, Value: var entry } ? entry : null;

    private bool Counts(CachedClient entry, string clientId, string key)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (entry.Failure is { } failure)
        {
            TimeSpan pause = failure.PausedUntil - now;
            return pause > TimeSpan.Zero && pause <= _settings.MaximumPause && CanGoOn(entry, key);
        }

        // The cache begins to count when the answer is there; here it is when the store was asked.
        TimeSpan lifetime = entry.Client is null ? _settings.UnknownLifetime : _settings.Lifetime;
        return !_changes.IsOutdated(key, entry.ReadAt)
            && entry.AgeAt(now) <= lifetime + _settings.LoadTimeout
            && (entry.Client is null || string.Equals(entry.Client.ClientId, clientId, StringComparison.Ordinal));
    }

    // Whether an entry of a store that has failed is as good as another failure.
    private bool CanGoOn(CachedClient entry, string key) =>
        !_changes.IsOutdated(key, entry.ReadAt)
        && (entry.Client is null || entry.AgeAt(_clock.GetUtcNow()) <= _settings.MaximumAge);

    // What does not count must not be found again; unless somebody has put another in its place already.
    private async ValueTask DropAsync(string key, CachedClient entry)
    {
        if (FindInMemory(key, _inMemory) is { } current && !ReferenceEquals(current, entry))
        {
            return;
        }

        if (_changes.IsOutdated(key, entry.ReadAt))
        {
            await _cache.RemoveAsync(key, _withoutNotice, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            // It is of use if the store cannot be asked.
            await _cache.ExpireAsync(key, _withoutNotice, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ValueTask<RegisteredClient?> Answer(CachedClient entry, string outcomeOfClient)
    {
        if (entry.Client is not null)
        {
            _telemetry.LookedUp(entry.Failure is null ? outcomeOfClient : ClientCacheOutcomes.Stale);
        }
        else if (entry.Failure is null)
        {
            _telemetry.LookedUp(ClientCacheOutcomes.Unknown);
        }
        else
        {
            _telemetry.LookedUp(ClientCacheOutcomes.Unavailable);
            return ValueTask.FromException<RegisteredClient?>(
                new ClientMetadataUnavailableException("The store of clients failed a short while ago.", entry.Failure.Exception));
        }

        return ValueTask.FromResult(entry.Client);
    }

    // What is under way on this instance may be the client as it was before.
    private void HearOfChange(object? sender, FusionCacheBackplaneMessageEventArgs arguments)
    {
        if (arguments.Message is { Action: BackplaneMessageAction.EntryRemove, CacheKey: { } key })
        {
            _changes.Add(key[(CacheNames.Clients.Length + 1)..], _clock.GetUtcNow());
        }
    }
}
