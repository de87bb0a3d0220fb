using System.Collections.Concurrent;

namespace AuthorizationServer.Storage;

/// <summary>Keeps grants in memory: for a single instance, which forgets them when it stops.</summary>
internal sealed class MemoryGrantStore(TimeProvider clock) : IGrantStore
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public Task<string> AddAsync(Grant grant, CancellationToken cancellationToken) => Task.FromResult(Add(grant));

    public Task<Grant?> FindAsync(GrantKind kind, string secret, string clientId, CancellationToken cancellationToken) => Task.FromResult(
        _grants.TryGetValue(GrantSecret.Hash(secret), out Grant? grant)
        && grant.Kind == kind
        && grant.ClientId == clientId
        && grant.ExpiresAt > clock.GetUtcNow()
            ? grant
            : null);

    public Task<string?> ReplaceAsync(string secret, Grant next, CancellationToken cancellationToken) =>
        Task.FromResult(_grants.TryRemove(GrantSecret.Hash(secret), out _) ? Add(next) : null);

    private string Add(Grant grant)
    {
        if (_grants.Count >= Capacity)
        {
            RemoveExpired();
        }

        string secret = GrantSecret.Make();
        _grants[GrantSecret.Hash(secret)] = grant;
        return secret;
    }

    private void RemoveExpired()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((string hash, Grant old) in _grants)
        {
            if (old.ExpiresAt <= now)
            {
                _grants.TryRemove(hash, out _);
            }
        }
    }
}
