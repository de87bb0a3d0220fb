using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace AuthorizationServer;

/// <summary>Keeps authorization codes and refresh tokens in memory, by their hashes. Each is redeemed once (RFC 9700 §4.14.2).</summary>
internal sealed class GrantStore(TimeProvider clock)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>Makes the secret that redeems a grant.</summary>
    public string Add(Grant grant)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_grants.Count >= Capacity)
        {
            foreach ((string hash, Grant old) in _grants)
            {
                if (old.ExpiresAt <= now)
                {
                    _grants.TryRemove(hash, out _);
                }
            }
        }

        string secret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _grants[Hash(secret)] = grant;
        return secret;
    }

    /// <summary>Finds the grant that a secret redeems, if it is this client's; it stays until it is removed.</summary>
    public Grant? Find(GrantKind kind, string secret, string clientId) =>
        _grants.TryGetValue(Hash(secret), out Grant? grant)
        && grant.Kind == kind
        && grant.ClientId == clientId
        && grant.ExpiresAt > clock.GetUtcNow()
            ? grant
            : null;

    /// <summary>Redeems a secret; false for all callers but one.</summary>
    public bool Remove(string secret) => _grants.TryRemove(Hash(secret), out _);

    private static string Hash(string secret) => Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}
