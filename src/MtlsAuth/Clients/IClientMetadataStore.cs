namespace MtlsAuth;

/// <summary>Where the metadata of registered clients is kept.</summary>
/// <remarks>
/// Implementations are called for many requests at a time and have to be thread-safe. One that keeps clients in memory makes the
/// <see cref="RegisteredClient"/> once, when it reads the client, and returns the same one until the client changes.
/// </remarks>
/// <example>
/// A store on a database:
/// <code>
/// public async ValueTask&lt;RegisteredClient?&gt; FindAsync(string clientId, CancellationToken cancellationToken = default)
/// {
///     byte[]? json = await database.ReadClientAsync(clientId, cancellationToken);
///     return json is null ? null
///         : ClientMetadata.TryParse(json, out ClientMetadata? metadata, out ClientMetadataError? error)
///             ? RegisteredClient.From(metadata)
///             : throw new ClientMetadataUnavailableException($"{error.Path}: {error.Description}");
/// }
/// </code>
/// </example>
public interface IClientMetadataStore
{
    /// <summary>Finds a client by its id, which is compared octet by octet.</summary>
    /// <param name="clientId">The id as the request has it: chosen by whoever sent the request, of any length.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The client, or null if there is no such client.</returns>
    /// <exception cref="ClientMetadataUnavailableException">
    /// The store cannot be reached. Not for clients that do not exist. Any other exception is taken for this one as well.
    /// </exception>
    ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default);
}
