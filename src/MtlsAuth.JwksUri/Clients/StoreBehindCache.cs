using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>Asks the store behind the cache for a client, within a time limit.</summary>
/// <remarks>
/// No request's token cancels it, as other requests may wait for the same answer; and the store gets a scope of its own, as the request
/// may be over before it.
/// </remarks>
internal sealed class StoreBehindCache(IServiceScopeFactory scopes, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>The key under which the store is registered that the cache stands in front of.</summary>
    public const string Key = "MtlsAuth.Clients";

    /// <summary>The client, or null if the store has none of exactly that id.</summary>
    /// <exception cref="TimeoutException">The store took too long.</exception>
    /// <exception cref="Exception">Whatever the store throws.</exception>
    public async Task<RegisteredClient?> FindAsync(string clientId)
    {
        using CancellationTokenSource limit = new(timeout, clock);

        // A store that does not heed the token is left to itself.
        RegisteredClient? client = await FindAsync(clientId, limit.Token).WaitAsync(timeout, clock).ConfigureAwait(false);
        return client is not null && string.Equals(client.ClientId, clientId, StringComparison.Ordinal) ? client : null;
    }

    private async Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IClientMetadataStore store = scope.ServiceProvider.GetRequiredKeyedService<IClientMetadataStore>(Key);
            return await store.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
        }
    }
}
