using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using MtlsAuth.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

/// <summary>What stands in front of a store, such as a cache, keeps the store under a key.</summary>
public sealed class StartupCheckTests
{
    private static readonly ClientMetadata[] Clients = [new() { ClientId = "a" }, new() { ClientId = "b" }];

    [Test]
    public void A_store_under_a_key_alone_stops_the_start() =>
        FluentActions.Invoking(static () => Check(static services =>
                services.AddKeyedSingleton<IClientMetadataStore>("behind", new InMemoryClientMetadataStore(Clients))))
            .Should().Throw<InvalidOperationException>().WithMessage("AddMtlsAuth does not know where the clients are.*");

    [Test]
    public void A_cache_in_front_of_no_store_stops_the_start() =>
        FluentActions.Invoking(static () => Check(static services =>
            {
                services.AddKeyedSingleton<IClientMetadataStore, MissingClientMetadataStore>("behind");
                services.Replace(ServiceDescriptor.Singleton<IClientMetadataStore>(new Cache()));
            }))
            .Should().Throw<InvalidOperationException>()
            .WithMessage("A cache was put in front of the store of clients before there was one.*");

    [Test]
    public async Task The_clients_behind_a_cache_are_counted() =>
        (await CountClientsAsync(new Cache())).Should().Be(2);

    [Test]
    public async Task The_clients_of_a_store_in_front_that_counts_are_counted() =>
        (await CountClientsAsync(new InMemoryClientMetadataStore(Clients[0]))).Should().Be(1);

    private static async Task<int> CountClientsAsync(IClientMetadataStore front)
    {
        await using ServiceProvider provider = Provide(services =>
        {
            services.AddKeyedSingleton<IClientMetadataStore>("behind", new InMemoryClientMetadataStore(Clients));
            services.Replace(ServiceDescriptor.Singleton(front));
        });
        using MetricCollector<int> clients = new(
            provider.GetRequiredService<IMeterFactory>(), MtlsClientDefaults.InstrumentationName, "mtlsauth.clients");

        await Create(provider).StartAsync(default);

        clients.RecordObservableInstruments();
        return clients.LastMeasurement!.Value;
    }

    private static void Check(Action<IServiceCollection> register)
    {
        using ServiceProvider provider = Provide(register);
        Create(provider);
    }

    private static StartupCheck Create(ServiceProvider provider) => ActivatorUtilities.CreateInstance<StartupCheck>(provider);

    private static ServiceProvider Provide(Action<IServiceCollection> register)
    {
        ServiceCollection services = new();
        services.AddLogging().AddMtlsAuth();
        register(services);
        return services.BuildServiceProvider();
    }

    private sealed class Cache : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<RegisteredClient?>(null);
    }
}
