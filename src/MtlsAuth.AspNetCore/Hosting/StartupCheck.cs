using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Makes the store and the authenticator when the server starts, so that what is wrong with them stops it then.</summary>
internal sealed class StartupCheck : IHostedService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly MtlsAuthMetrics _metrics;

    public StartupCheck(IServiceProvider provider, ServiceLifetimes lifetimes)
    {
        if (lifetimes.Find(typeof(IClientMetadataStore))?.ImplementationType == typeof(MissingClientMetadataStore))
        {
            throw new InvalidOperationException(
                "AddMtlsAuth does not know where the clients are. Add AddJsonFileClients, AddInMemoryClients or AddClientMetadataStore.");
        }

        if (lifetimes.FindCaptive(typeof(IClientMetadataStore)) is { } captive)
        {
            throw new InvalidOperationException(
                "The client metadata store is a singleton, but would keep a service that is made for one request: "
                + $"{captive}, which is scoped. Register the store as scoped: AddClientMetadataStore does so unless told otherwise.");
        }

        provider.GetRequiredService<IClientCertificateAuthenticator>();
        _metrics = provider.GetRequiredService<MtlsAuthMetrics>();
        _scopes = provider.GetRequiredService<IServiceScopeFactory>();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            if (scope.ServiceProvider.GetRequiredService<IClientMetadataStore>() is IClientCounts counts)
            {
                _metrics.Observe(counts);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
