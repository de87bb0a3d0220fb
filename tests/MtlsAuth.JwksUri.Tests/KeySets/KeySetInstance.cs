using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.JwksUri.Tests.Clients;
using ZiggyCreatures.Caching.Fusion;

namespace MtlsAuth.JwksUri.Tests.KeySets;

/// <summary>One instance of a server that fetches from <see cref="KeySetServer"/>, with a clock that the test moves.</summary>
/// <remarks>The cache goes by the system's clock: <see cref="PassLifetimeAsync"/> is what an entry's end looks like to it.</remarks>
internal sealed class KeySetInstance : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public KeySetInstance(
        KeySetServer server, Action<JwksUriOptions>? configure = null, Action<IServiceCollection>? share = null, TimeProvider? clock = null)
    {
        ServiceCollection services = new();
        services.AddSingleton(clock ?? Clock);
        services.AddFakeLogging();
        services.AddMtlsJwksUri(configure ?? (_ => { }));
        services.AddHttpClient(JwksUriHttpClient.Name).ConfigurePrimaryHttpMessageHandler(() => new Undisposed(server));
        share?.Invoke(services);
        _provider = services.BuildServiceProvider();
        JwksUriOptions options = _provider.GetRequiredService<IOptions<JwksUriOptions>>().Value;
        options.FindErrors().Should().BeEmpty();
        Cache = CacheFactory.Create(
            _provider, CacheNames.KeySets, options.MaximumEntryCount, KeySetJsonContext.Default, JwksUriInstruments.Entries);
        Budget = _provider.GetRequiredService<RefreshBudget>();
        Telemetry = _provider.GetRequiredService<JwksUriTelemetry>();
        KeySets = new KeySetCache(
            Cache, _provider.GetRequiredService<JwksUriFetcher>(), Budget, options, Telemetry, _provider.GetRequiredService<TimeProvider>());
        Source = new JwksUriKeySource(KeySets, Telemetry, _provider.GetRequiredService<TimeProvider>());
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public IFusionCache Cache { get; }

    public KeySetCache KeySets { get; }

    public JwksUriKeySource Source { get; }

    public RefreshBudget Budget { get; }

    public JwksUriTelemetry Telemetry { get; }

    public FakeLogCollector Log => _provider.GetFakeLogCollector();

    public System.Diagnostics.Metrics.IMeterFactory Meters =>
        _provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    public JwksUriRegistrationCheck RegistrationCheck => _provider.GetRequiredService<JwksUriRegistrationCheck>();

    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct =>
        new(Meters, "MtlsAuth", instrument);

    public static RegisteredClient Client(string uri, string id = "c") => RegisteredClient.From(new ClientMetadata
    {
        ClientId = id,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        JwksUri = uri,
    });

    public ValueTask<ClientJwkSetResult> GetAsync(string uri) => Source.GetAsync(Client(uri), refresh: false);

    public ValueTask<ClientJwkSetResult> RefreshAsync(string uri, string client = "c") =>
        Source.GetAsync(Client(uri, client), refresh: true);

    /// <summary>The entry's time is over, for the cache.</summary>
    public ValueTask PassLifetimeAsync(string uri) => Cache.ExpireAsync(new KeySetLocation(uri, "c").Key);

    /// <summary>Waits until the keys are in the shared cache, and gives what is there.</summary>
    public async Task<string> IsSharedAsync(string uri, ClientJwkSet? keys = null)
    {
        string expected = keys is null ? "AskedAt" : Encoding.UTF8.GetString(keys.ToUtf8Json());
        string json = string.Empty;
        await Eventually.BecomesAsync(
            async () => (json = Encoding.UTF8.GetString(await Shared.GetAsync(SharedKey(uri)) ?? [])).Contains(expected), true);
        return json;
    }

    /// <summary>Puts something into the shared cache, as another version of the library might.</summary>
    public Task WriteAsync(string uri, string json) =>
        Shared.SetAsync(SharedKey(uri), Encoding.UTF8.GetBytes(json), new DistributedCacheEntryOptions());

    /// <summary>The shared cache has lost what it had, as one that was started anew.</summary>
    public Task LoseAsync(string uri) => Shared.RemoveAsync(SharedKey(uri));

    /// <summary>Connects to what is shared.</summary>
    public async Task WarmUpAsync() => await Shared.GetAsync("nothing");

    /// <summary>The cool-down is over, for the cache.</summary>
    public ValueTask PassCoolDownAsync(string uri) => Cache.RemoveAsync(new KeySetLocation(uri, "c").RefreshKey);

    private IDistributedCache Shared => _provider.GetRequiredKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey);

    // The number is that of FusionCache's own format.
    private static string SharedKey(string uri) => $"v2:{CacheNames.KeySets}:{new KeySetLocation(uri, "c").Key}";

    public async ValueTask DisposeAsync()
    {
        Cache.Dispose();
        await _provider.DisposeAsync();
    }

    // The factory disposes of its handlers, and several instances fetch from one server.
    private sealed class Undisposed(KeySetServer server) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _server = new(server, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _server.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _server.Dispose();
            base.Dispose(disposing);
        }
    }
}
