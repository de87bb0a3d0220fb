using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.JwksUri.Clients;

namespace MtlsAuth.JwksUri.Tests.Hosting;

/// <summary>A server with the cache starts where it stands in front of a store, and says what is wrong where it does not.</summary>
public sealed class MtlsClientCacheExtensionsTests
{
    private static readonly ClientMetadata Client = new() { ClientId = "client", TokenEndpointAuthMethod = "tls_client_auth" };

    private static readonly string[] AllEnvironments = [Environments.Development, Environments.Production];

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task The_cache_stands_in_front_of_a_store_in_memory_and_its_clients_are_still_gauged(string environment)
    {
        await using WebApplication app = await StartAsync(environment, static services =>
        {
            services.AddMtlsAuth().AddInMemoryClients(Client);
            services.AddMtlsClientCache();
        });
        using MetricCollector<int> gauge = new(app.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.clients");

        gauge.RecordObservableInstruments();

        app.Services.GetRequiredService<IClientMetadataStore>().Should().BeOfType<CachedClientMetadataStore>();
        app.Services.GetRequiredService<IClientChangeObserver>().Should().BeOfType<CachedClientMetadataStore>();
        (await app.Services.GetRequiredService<IClientMetadataStore>().FindAsync("client"))!.ClientId.Should().Be("client");
        gauge.LastMeasurement!.Value.Should().Be(1);
    }

    [TestCase(ServiceLifetime.Scoped)]
    [TestCase(ServiceLifetime.Transient)]
    [TestCase(ServiceLifetime.Singleton)]
    public async Task A_store_of_any_lifetime_is_asked_once_for_each_load(ServiceLifetime lifetime)
    {
        List<Store> stores = [];
        await using WebApplication app = await StartAsync(Environments.Development, services =>
        {
            services.AddSingleton(stores);
            services.AddMtlsAuth().AddClientMetadataStore<Store>(lifetime);
            services.AddMtlsClientCache();
        });
        stores.Clear();
        IClientMetadataStore cache = app.Services.GetRequiredService<IClientMetadataStore>();

        await cache.FindAsync("client");
        await cache.FindAsync("client");
        await cache.FindAsync("other");

        stores.Should().HaveCount(lifetime == ServiceLifetime.Singleton ? 0 : 2);
        stores.Where(static store => !store.IsDisposed).Should().BeEmpty();
    }

    [Test]
    public void There_has_to_be_a_store_before() => FluentActions.Invoking(static () => new ServiceCollection().AddMtlsClientCache())
        .Should().Throw<InvalidOperationException>().WithMessage("There is no store of clients that AddMtlsClientCache could be*");

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task A_cache_in_front_of_nothing_stops_the_start(string environment) =>
        await FluentActions.Awaiting(() => StartAsync(environment, static services =>
            {
                services.AddMtlsAuth();
                services.AddMtlsClientCache();
            }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("A cache was put in front of the store of clients before there was*");

    [Test]
    public async Task A_store_that_replaces_the_cache_stops_the_start() =>
        await FluentActions.Awaiting(() => StartAsync(Environments.Production, static services =>
            {
                services.AddMtlsAuth().AddInMemoryClients(Client);
                services.AddMtlsClientCache();
                services.AddMtlsAuth().AddInMemoryClients(Client);
            }))
            .Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("A store of clients was added after AddMtlsClientCache*Call AddMtlsClientCache after the store was added.");

    [Test]
    public async Task A_store_that_is_added_behind_the_cache_stops_the_start() =>
        await FluentActions.Awaiting(() => StartAsync(Environments.Production, static services =>
            {
                services.AddMtlsAuth().AddInMemoryClients(Client);
                services.AddMtlsClientCache();
                services.AddSingleton<IClientMetadataStore>(new InMemoryClientMetadataStore());
            }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("A store of clients was added after AddMtlsClientCache*");

    [Test]
    public async Task It_can_be_called_again_after_another_store()
    {
        await using WebApplication app = await StartAsync(Environments.Production, static services =>
        {
            services.AddMtlsAuth().AddInMemoryClients();
            services.AddMtlsClientCache();
            services.AddMtlsClientCache(static cache => cache.MaximumEntryCount = 5);
            services.AddMtlsAuth().AddInMemoryClients(Client);
            services.AddMtlsClientCache();
        });

        (await app.Services.GetRequiredService<IClientMetadataStore>().FindAsync("client")).Should().NotBeNull();
        app.Services.GetServices<IClientChangeObserver>().Should().ContainSingle();
        app.Services.GetRequiredService<IOptions<ClientCacheOptions>>().Value.MaximumEntryCount.Should().Be(5);
    }

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task A_singleton_store_behind_the_cache_that_needs_something_scoped_stops_the_start(string environment)
    {
        Task start = StartAsync(environment, static services =>
        {
            services.AddSingleton(new List<Store>());
            services.AddScoped<DatabaseContext>();
            services.AddMtlsAuth().AddClientMetadataStore<DatabaseStore>(ServiceLifetime.Singleton);
            services.AddMtlsClientCache();
        });

        await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        start.Exception!.ToString().Should().Contain("singleton").And.Contain("DatabaseContext");
    }

    [TestCase("Lifetime", "00:05:00", null)]
    [TestCase("Lifetime", "5", "Cache:Lifetime is 5.00:00:00; it has to be from 00:00:01 to 01:00:00 (d.hh:mm:ss).*")]
    [TestCase("LifeTimes", "00:05:00", "*LifeTimes*")]
    [TestCase("Lifetime:Value", "00:05:00", "*Cache:Lifetime is a list or section; it has to be a single value.")]
    public async Task Settings_of_the_configuration_are_bound_and_checked(string setting, string value, string? refusal)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [$"Cache:{setting}"] = value }).Build();
        Func<Task<WebApplication>> start = () => StartAsync(Environments.Production, services =>
        {
            services.AddMtlsAuth().AddInMemoryClients(Client);
            services.AddMtlsClientCache(configuration.GetSection("Cache"));
        });

        if (refusal is not null)
        {
            await start.Should().ThrowAsync<Exception>().WithMessage(refusal);
            return;
        }

        await using WebApplication app = await start();
        app.Services.GetRequiredService<IOptions<ClientCacheOptions>>().Value.Lifetime.Should().Be(TimeSpan.FromMinutes(5));
    }

    private static async Task<WebApplication> StartAsync(string environment, Action<IServiceCollection> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        bool isDevelopment = builder.Environment.IsDevelopment();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = isDevelopment);
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        configure(builder.Services);
        WebApplication app = builder.Build();
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private sealed class DatabaseContext;

    private sealed class DatabaseStore(DatabaseContext context) : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException(context.ToString());
    }

    private sealed class Store : IClientMetadataStore, IDisposable
    {
        public Store(List<Store> all) => all.Add(this);

        public bool IsDisposed { get; private set; }

        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return ValueTask.FromResult<RegisteredClient?>(RegisteredClient.From(Client with { ClientId = clientId }));
        }

        public void Dispose() => IsDisposed = true;
    }
}
