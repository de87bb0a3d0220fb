using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MtlsAuth.JwksUri.Clients;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Makes sure when the server starts that the cache stands in front of the store that is asked.</summary>
internal sealed class ClientCacheStartupCheck(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            if (scope.ServiceProvider.GetRequiredService<IClientMetadataStore>() is not CachedClientMetadataStore)
            {
                throw new InvalidOperationException(
                    $"A store of clients was added after {nameof(MtlsClientCacheExtensions.AddMtlsClientCache)}, so that it is not cached. "
                    + $"Call {nameof(MtlsClientCacheExtensions.AddMtlsClientCache)} after the store was added.");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
