using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.JwksUri.Tests.Redis;
using MtlsAuth.Redis;

namespace MtlsAuth.JwksUri.Tests.Health;

/// <summary>What health checks say of the shared cache, and of the budget of refreshes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MtlsJwksUriHealthChecksTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Without_a_shared_cache_all_is_well()
    {
        await using ServiceProvider provider = Provide(static _ => { });

        HealthReport report = await CheckAsync(provider);

        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries.Keys.Should().BeEquivalentTo("mtlsauth-cache", "mtlsauth-jwks-uri");
    }

    [Test]
    public async Task Redis_that_comes_and_goes_is_degraded_meanwhile()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ServiceProvider provider =
            Provide(services => services.AddMtlsRedis(options => options.Configuration = redis.Configuration));

        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Healthy);
        await redis.KillAsync();
        HealthReportEntry gone = (await CheckAsync(provider)).Entries[MtlsJwksUriHealthChecksExtensions.Cache];

        gone.Status.Should().Be(HealthStatus.Degraded);
        gone.Description.Should().Be("The cache that instances share does not answer; this one goes on by itself.");
    }

    [Test]
    public async Task A_shared_cache_that_hangs_is_degraded_after_a_second()
    {
        await using ServiceProvider provider = Provide(
            static services => services.AddKeyedSingleton<IDistributedCache>(MtlsCacheDefaults.ServiceKey, new HangingCache()));

        Task<HealthReport> checking = CheckAsync(provider);
        while (!checking.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        (await checking).Entries[MtlsJwksUriHealthChecksExtensions.Cache].Status.Should().Be(HealthStatus.Degraded);
    }

    [Test]
    public async Task A_budget_that_is_used_up_is_degraded_until_some_of_it_is_back()
    {
        await using ServiceProvider provider = Provide(static services =>
            services.Configure<JwksUriOptions>(static options => options.MaximumRefreshesPerMinute = 1));
        provider.GetRequiredService<RefreshBudget>().TryTake().Should().BeTrue();

        HealthReport usedUp = await CheckAsync(provider);
        _clock.Advance(TimeSpan.FromMinutes(1));

        usedUp.Entries[MtlsJwksUriHealthChecksExtensions.Budget].Status.Should().Be(HealthStatus.Degraded);
        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Healthy);
        provider.GetRequiredService<RefreshBudget>().TryTake().Should().BeTrue("a check takes nothing");
    }

    [Test]
    public async Task Without_keys_behind_jwks_uri_there_is_nothing_to_be_used_up()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHealthChecks().AddMtlsJwksUriHealthChecks(["ready"]);
        await using ServiceProvider provider = services.BuildServiceProvider();

        HealthReport report = await CheckAsync(provider);

        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries.Values.Should().HaveCount(2).And.OnlyContain(static entry => entry.Tags.Single() == "ready");
    }

    private static Task<HealthReport> CheckAsync(ServiceProvider provider) =>
        provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private ServiceProvider Provide(Action<IServiceCollection> configure)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddFakeLogging();
        services.AddMtlsJwksUri();
        services.AddHealthChecks().AddMtlsJwksUriHealthChecks();
        configure(services);
        return services.BuildServiceProvider();
    }

    private sealed class HangingCache : IDistributedCache
    {
        public byte[]? Get(string key) => null;

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => new TaskCompletionSource<byte[]?>().Task;

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key)
        {
        }

        public Task RemoveAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        {
        }

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            Task.CompletedTask;
    }
}
