using System.Collections.Concurrent;
using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>Keeps client metadata in memory: for tests, and for servers that load their clients at start-up.</summary>
/// <remarks>
/// Thread-safe: clients can be added, replaced and removed while requests look them up. What is changed here and not through a registry
/// is not checked, and no cache is told.
/// </remarks>
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
public sealed class InMemoryClientMetadataStore : IClientMetadataStore, IClientRecordStore, IClientCounts
{
    private readonly ConcurrentDictionary<string, StoredClient> _clients = new(StringComparer.Ordinal);
    private long _lastChange;

    // Counted after a client was added, and read before the ids are: a page sees whoever was there when it was asked for. Ids of clients
    // that were removed are passed over.
    private long _lastAddition;
    private volatile SortedIds? _ids;

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
    public int SkippedKeyCount => _clients.Sum(pair => pair.Value.Client.Metadata.Jwks?.SkippedKeys.Count ?? 0);

    /// <summary>Adds a client unless one with its id is there.</summary>
    /// <exception cref="ArgumentException">The client has no id.</exception>
    public bool TryAdd(ClientMetadata client) => TryAdd(GetId(client), Store(client));

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <exception cref="ArgumentException">The client has no id.</exception>
    public void Set(ClientMetadata client)
    {
        _clients[GetId(client)] = Store(client);
        CountAddition();
    }

    /// <summary>Removes a client.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string clientId) => _clients.TryRemove(clientId, out _);

    /// <inheritdoc/>
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_clients.GetValueOrDefault(clientId)?.Client);

    ValueTask<ClientRecord?> IClientRecordStore.FindRecordAsync(string clientId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_clients.GetValueOrDefault(clientId)?.ToRecord());

    ValueTask<IReadOnlyList<ClientRecord>> IClientRecordStore.ListRecordsAsync(
        string? after, int count, CancellationToken cancellationToken)
    {
        long now = Interlocked.Read(ref _lastAddition);
        SortedIds ids = _ids is { } known && known.Change == now ? known : new SortedIds(_clients.Keys, now);
        _ids = ids;
        return ValueTask.FromResult<IReadOnlyList<ClientRecord>>(
        [
            .. ids.After(after).Select(id => _clients.GetValueOrDefault(id)).OfType<StoredClient>()
                .Take(count).Select(static client => client.ToRecord()),
        ]);
    }

    ValueTask<ClientRecordWrite> IClientRecordStore.AddRecordAsync(ClientRecord record, CancellationToken cancellationToken)
    {
        StoredClient added = Store(record);
        return ValueTask.FromResult(
            TryAdd(record.ClientId, added) ? Done(added) : new ClientRecordWrite(ClientRecordOutcome.AlreadyExists));
    }

    ValueTask<ClientRecordWrite> IClientRecordStore.ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken)
    {
        if (FindVersion(record.ClientId, record.Version) is not { } found)
        {
            return ValueTask.FromResult(NotAsExpected(record.ClientId));
        }

        StoredClient replacing = Store(record);
        return ValueTask.FromResult(
            _clients.TryUpdate(record.ClientId, replacing, found) ? Done(replacing) : NotAsExpected(record.ClientId));
    }

    ValueTask<ClientRecordWrite> IClientRecordStore.RemoveRecordAsync(
        string clientId, string version, CancellationToken cancellationToken)
    {
        bool removed = FindVersion(clientId, version) is { } found && _clients.TryRemove(KeyValuePair.Create(clientId, found));
        return ValueTask.FromResult(removed ? new ClientRecordWrite(ClientRecordOutcome.Done) : NotAsExpected(clientId));
    }

    private static string GetId(ClientMetadata client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.ClientId is { Length: > 0 } id ? id : throw new ArgumentException("The client has no id.", nameof(client));
    }

    private static ClientRecordWrite Done(StoredClient client) => new(ClientRecordOutcome.Done, client.Version);

    private StoredClient Store(ClientMetadata client) => new(RegisteredClient.From(client), Interlocked.Increment(ref _lastChange));

    private StoredClient Store(ClientRecord record) => new(RegisteredClient.From(record.Metadata!), Interlocked.Increment(ref _lastChange))
    {
        RegistrationAccessTokenHash = record.RegistrationAccessTokenHash,
        UpdatedAt = record.UpdatedAt,
    };

    private bool TryAdd(string clientId, StoredClient client)
    {
        bool added = _clients.TryAdd(clientId, client);
        CountAddition();
        return added;
    }

    private StoredClient? FindVersion(string clientId, string? version) =>
        _clients.TryGetValue(clientId, out StoredClient? found) && found.Version == version ? found : null;

    private ClientRecordWrite NotAsExpected(string clientId) =>
        new(_clients.ContainsKey(clientId) ? ClientRecordOutcome.Conflict : ClientRecordOutcome.NotFound);

    private void CountAddition() => Interlocked.Increment(ref _lastAddition);
}
