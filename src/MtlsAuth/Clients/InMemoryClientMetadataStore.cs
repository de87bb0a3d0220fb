using System.Collections.Concurrent;

namespace MtlsAuth;

/// <summary>Keeps client metadata in memory: for tests, and for servers that load their clients at start-up.</summary>
/// <remarks>Thread-safe: clients can be added, replaced and removed while requests look them up.</remarks>
/// <example>
/// <code>
/// InMemoryClientMetadataStore clients = new(new ClientMetadata
/// {
///     ClientId = "s6BhdRkqt3",
///     TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
///     TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
/// });
/// </code>
/// </example>
public sealed class InMemoryClientMetadataStore : IClientMetadataStore, IClientCounts
{
    private readonly ConcurrentDictionary<string, RegisteredClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Creates a store with some clients.</summary>
    /// <exception cref="ArgumentException">A client has no id, or two have the same.</exception>
    public InMemoryClientMetadataStore(params ClientMetadata[] clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        foreach (ClientMetadata client in clients)
        {
            if (!TryAdd(client))
            {
                throw new ArgumentException($"Two clients have the id '{client.ClientId}'.", nameof(clients));
            }
        }
    }

    /// <inheritdoc/>
    public int ClientCount => _clients.Count;

    /// <inheritdoc/>
    public int SkippedKeyCount => _clients.Sum(pair => pair.Value.Metadata.Jwks?.SkippedKeys.Count ?? 0);

    /// <summary>Adds a client unless one with its id is there.</summary>
    /// <exception cref="ArgumentException">The client has no id.</exception>
    public bool TryAdd(ClientMetadata client) => _clients.TryAdd(GetId(client), RegisteredClient.From(client));

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <exception cref="ArgumentException">The client has no id.</exception>
    public void Set(ClientMetadata client) => _clients[GetId(client)] = RegisteredClient.From(client);

    /// <summary>Removes a client.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string clientId) => _clients.TryRemove(clientId, out _);

    /// <inheritdoc/>
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_clients.GetValueOrDefault(clientId));

    private static string GetId(ClientMetadata client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ClientId is { Length: > 0 } id ? id : throw new ArgumentException("The client has no id.", nameof(client));
    }
}
