using System.Text.Json;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>What holds for every JWK Set that was read.</summary>
internal static class JwkSetClaims
{
    // Written in base64 or with other escapes, a set can be longer than it was, and so than the limit for sets from outside.
    private const int Unlimited = int.MaxValue;

    public static byte[] Write(ClientJwkSet keySet)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            keySet.WriteTo(writer);
        }

        return json.ToArray();
    }

    /// <summary>Writes a set and reads it; null if it cannot be read.</summary>
    public static ClientJwkSet? WriteAndRead(ClientJwkSet keySet) =>
        ClientJwkSet.TryParse(Write(keySet), out ClientJwkSet? read, out _, Unlimited) ? read : null;

    public static void Check(ClientJwkSet keySet)
    {
        ClientJwkSet? read = WriteAndRead(keySet);
        FuzzTarget.Claim(
            read is not null && read.Keys.Select(key => key.Thumbprint).SequenceEqual(keySet.Keys.Select(key => key.Thumbprint)),
            "a JWK Set that is written is read with the same keys");
        FuzzTarget.Claim(
            ClientJwkSet.TryCreate(keySet.ToJsonWebKeySet(), out ClientJwkSet? converted, out _)
                && converted.Keys.Count == keySet.Keys.Count,
            "a JWK Set that was converted is read with the same keys");
        FuzzTarget.Claim(keySet.Keys.All(key => keySet.TryFind(key.PublicKey, out _)), "every key of a set is found in it");
    }
}
