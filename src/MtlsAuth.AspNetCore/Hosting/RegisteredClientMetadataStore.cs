namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>The application's store under the interface by which it is asked.</summary>
/// <remarks>
/// A class and no factory, so that the container and <see cref="ServiceLifetimes"/> see through it; and nothing to dispose of, so that no
/// request's end disposes of a store that lives longer.
/// </remarks>
internal sealed class RegisteredClientMetadataStore<TStore>(TStore store) : IClientMetadataStore
    where TStore : class, IClientMetadataStore
{
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        store.FindAsync(clientId, cancellationToken);
}
