using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ExistingServer;

/// <summary>A client, as the server has always kept it: what it registered (RFC 7591), in JSON, and the hash of its secret.</summary>
internal sealed record Client(string Id, string Method, byte[] Registration, byte[]? SecretHash)
{
    /// <summary>The keys with which it signs assertions.</summary>
    public IEnumerable<SecurityKey> ReadSigningKeys() =>
        JsonElement.Parse(Registration).TryGetProperty("jwks", out JsonElement keys)
            ? new JsonWebKeySet(keys.GetRawText()).GetSigningKeys()
            : [];
}
