using System.Collections.Concurrent;

namespace MtlsAuth.JwksUri.Tests.Clients;

/// <summary>A store whose look-ups are counted, and can fail and be held up.</summary>
internal sealed class StoreUnderTest : IClientMetadataStore
{
    private readonly ConcurrentDictionary<string, ClientMetadata> _clients = new(StringComparer.Ordinal);
    private int _lookupCount;

    public int LookupCount => Volatile.Read(ref _lookupCount);

    /// <summary>What look-ups throw; null for nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Is awaited by each look-up after it has found what there is.</summary>
    public Func<CancellationToken, Task> HoldUp { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The client that is found whatever the id; null for what was added.</summary>
    public ClientMetadata? Always { get; set; }

    public void Set(ClientMetadata client) => _clients[client.ClientId] = client;

    public void Remove(string clientId) => _clients.TryRemove(clientId, out _);

    public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _lookupCount);
        ClientMetadata? client = Always ?? _clients.GetValueOrDefault(clientId);
        await HoldUp(cancellationToken);
        return Failure is { } failure ? throw failure : client is null ? null : RegisteredClient.From(client);
    }
}
