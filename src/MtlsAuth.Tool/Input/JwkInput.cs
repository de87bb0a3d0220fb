using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>A JWK, or a JWK Set of one key.</summary>
internal static class JwkInput
{
    // RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2; the draft of AKP.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

    /// <summary>Reads the public key.</summary>
    /// <exception cref="UnreadableException">It is none, or there are several.</exception>
    public static KeySource Read(string source, byte[] contents)
    {
        JsonObject jwk;
        try
        {
            JsonObject root = JsonNode.Parse(contents)!.AsObject();
            jwk = root["keys"] is not JsonArray keys ? root
                : keys is [JsonObject only] ? only
                : throw new UnreadableException($"{source}: the JWK Set has {keys.Count} keys, and one is read");
            foreach (string member in PrivateMembers)
            {
                jwk.Remove(member);
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new UnreadableException($"{source}: not JSON that can be read");
        }

        return ClientJwk.TryParse(Encoding.UTF8.GetBytes(jwk.ToJsonString()), out ClientJwk? read, out SkippedJwk? error)
            ? new KeySource(read.PublicKey, read.Certificate)
            : throw new UnreadableException($"{source}: {error}");
    }
}
