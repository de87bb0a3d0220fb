using System.Text.Json;
using MtlsAuth.Encodings;

namespace MtlsAuth.KeySets;

/// <summary>Reads the keys of a set one by one: usable, skipped with a reason, or refusing the set (RFC 7517 §5).</summary>
internal static class ClientJwkSetReader
{
    public static ClientJwkSetError Read(ReadOnlySpan<byte> utf8Json, ClientJwkSetLimits limits, out ClientJwkSet? keySet)
    {
        keySet = null;
        if (utf8Json.Length > limits.MaximumLength)
        {
            return ClientJwkSetError.TooLarge;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            return Read(document.RootElement, limits.MaximumKeyCount, out keySet);
        }
        catch (JsonException)
        {
            return ClientJwkSetError.InvalidJson;
        }
    }

    /// <param name="set">The set.</param>
    /// <param name="maximumKeyCount">How many keys it may have.</param>
    /// <param name="keySet">The set, or null.</param>
    public static ClientJwkSetError Read(JsonElement set, int maximumKeyCount, out ClientJwkSet? keySet)
    {
        keySet = null;
        if (set.ValueKind != JsonValueKind.Object
            || !set.TryGetProperty("keys"u8, out JsonElement keys)
            || keys.ValueKind != JsonValueKind.Array)
        {
            return ClientJwkSetError.NotAJwkSet;
        }

        byte[]? others = OtherMembers.Keep([.. set.EnumerateObject().Where(member => !member.NameEquals("keys"u8))]);
        return Read(keys.EnumerateArray(), maximumKeyCount, others, takeKeysFromX5c: false, out keySet);
    }

    public static ClientJwkSetError Read(
        IEnumerable<JsonElement> keys, int maximumKeyCount, byte[]? otherMembers, bool takeKeysFromX5c, out ClientJwkSet? keySet)
    {
        keySet = null;
        List<ClientJwk> usable = [];
        List<SkippedJwk> skipped = [];
        List<byte[]> skippedJson = [];
        int index = 0;
        foreach (JsonElement key in keys)
        {
            if (index == maximumKeyCount)
            {
                return ClientJwkSetError.TooManyKeys;
            }

            ClientJwk? jwk = ReadKey(key, index++, takeKeysFromX5c, out SkippedJwk? reason);
            switch (reason?.Reason)
            {
                case null:
                    usable.Add(jwk!);
                    break;
                case SkippedJwkReason.SymmetricKey:
                    return ClientJwkSetError.SymmetricKey;
                case SkippedJwkReason.PrivateKey:
                    return ClientJwkSetError.PrivateKey;
                default:
                    skipped.Add(reason);
                    skippedJson.Add(OtherMembers.Keep(key));
                    break;
            }
        }

        keySet = new ClientJwkSet(usable, skipped.AsReadOnly(), skippedJson, otherMembers);
        return ClientJwkSetError.None;
    }

    /// <summary>Reads one key; null with the reason if it is not used.</summary>
    public static ClientJwk? ReadKey(JsonElement key, int index, bool takeKeyFromX5c, out SkippedJwk? skipped)
    {
        skipped = null;
        if (key.ValueKind != JsonValueKind.Object)
        {
            skipped = new SkippedJwk(index, null, SkippedJwkReason.NotAnObject, string.Empty);
            return null;
        }

        JwkMembers members = new(key);
        JwkReader reader = new(members, takeKeyFromX5c);
        if (!reader.TryRead(out ClientJwk? jwk))
        {
            skipped = new SkippedJwk(index, members.KeyId, reader.Reason, reader.Member, reader.Detail);
        }

        return jwk;
    }
}
