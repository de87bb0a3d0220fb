namespace MtlsAuth;

/// <summary>Where the metadata of registered clients is kept.</summary>
/// <remarks>Implementations are called for many requests at a time and have to be thread-safe.</remarks>
public interface IClientMetadataStore
{
    /// <summary>Finds a client by its id, which is compared octet by octet.</summary>
    /// <param name="clientId">The id as the request has it: chosen by whoever sent the request, of any length.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The metadata, or null if there is no such client.</returns>
    /// <exception cref="ClientMetadataUnavailableException">
    /// The store cannot be reached. Not for clients that do not exist. Any other exception is taken for this one as well.
    /// </exception>
    ValueTask<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken = default);
}
