using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Asks the store of the current request, for stores that live no longer than that.</summary>
/// <remarks>The authenticator serves all requests; what it keeps must not be what one of them got.</remarks>
internal sealed class RequestClientMetadataStore(IHttpContextAccessor requests, IServiceScopeFactory scopes) : IClientMetadataStore
{
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        requests.HttpContext is { } context
            ? context.RequestServices.GetRequiredService<IClientMetadataStore>().FindAsync(clientId, cancellationToken)
            : FindOutsideRequestAsync(clientId, cancellationToken);

    private async ValueTask<RegisteredClient?> FindOutsideRequestAsync(string clientId, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IClientMetadataStore store = scope.ServiceProvider.GetRequiredService<IClientMetadataStore>();
            return await store.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
        }
    }
}
