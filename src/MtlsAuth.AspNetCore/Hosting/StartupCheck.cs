using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Makes the store and the authenticator when the server starts, so that what is wrong with them stops it then.</summary>
internal sealed class StartupCheck : IHostedService
{
    private readonly ServiceLifetimes _lifetimes;
    private readonly IServiceScopeFactory _scopes;
    private readonly MtlsAuthMetrics _metrics;

    public StartupCheck(IServiceProvider provider, ServiceLifetimes lifetimes)
    {
        _lifetimes = lifetimes;
        ServiceDescriptor[] stores = [.. lifetimes.FindAll(typeof(IClientMetadataStore))];
        if (stores.Any(static store => !store.IsKeyedService && store.ImplementationType == typeof(MissingClientMetadataStore)))
        {
            throw new InvalidOperationException(
                "AddMtlsAuth does not know where the clients are. Add AddJsonFileClients, AddInMemoryClients or AddClientMetadataStore.");
        }

        if (stores.Any(static store => store.IsKeyedService && store.KeyedImplementationType == typeof(MissingClientMetadataStore)))
        {
            throw new InvalidOperationException(
                "A cache was put in front of the store of clients before there was one. "
                + "Add AddJsonFileClients, AddInMemoryClients or AddClientMetadataStore first, and the cache after it.");
        }

        if (lifetimes.FindCaptive(typeof(IClientMetadataStore)) is { } captive)
        {
            throw new InvalidOperationException(
                "The client metadata store is a singleton, but would keep a service that is made for one request: "
                + $"{captive}, which is scoped. Register the store as scoped: AddClientMetadataStore does so unless told otherwise.");
        }

        ProfileCheck.ThrowIfContradicted(provider);
        provider.GetRequiredService<IClientCertificateAuthenticator>();
        _metrics = provider.GetRequiredService<MtlsAuthMetrics>();
        _scopes = provider.GetRequiredService<IServiceScopeFactory>();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            // Behind a cache, where there is one.
            IClientCounts? counts = _lifetimes.FindAll(typeof(IClientMetadataStore))
                .OrderBy(static store => store.IsKeyedService)
                .Select(store => scope.ServiceProvider.GetKeyedService<IClientMetadataStore>(store.ServiceKey))
                .OfType<IClientCounts>()
                .FirstOrDefault();
            if (counts is not null)
            {
                _metrics.Observe(counts);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
