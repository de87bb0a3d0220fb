using System.Text.Json;

namespace MtlsAuth.KeySets;

/// <summary>Reads the keys of a set one by one: usable, skipped with a reason, or refusing the set (RFC 7517 §5).</summary>
internal static class ClientJwkSetReader
{
    public static ClientJwkSetError Read(JsonElement set, ClientJwkSetLimits limits, out ClientJwkSet? keySet)
    {
        keySet = null;
        if (set.ValueKind != JsonValueKind.Object
            || !set.TryGetProperty("keys"u8, out JsonElement keys)
            || keys.ValueKind != JsonValueKind.Array)
        {
            return ClientJwkSetError.NotAJwkSet;
        }

        IEnumerable<JwkMembers?> members = keys.EnumerateArray()
            .Select(key => key.ValueKind == JsonValueKind.Object ? JwkMembers.From(key) : null);
        return Read(members, limits, out keySet);
    }

    public static ClientJwkSetError Read(IEnumerable<JwkMembers?> keys, ClientJwkSetLimits limits, out ClientJwkSet? keySet)
    {
        keySet = null;
        List<ClientJwk> usable = [];
        List<SkippedJwk> skipped = [];
        int index = 0;
        foreach (JwkMembers? members in keys)
        {
            if (index == limits.MaximumKeyCount)
            {
                return ClientJwkSetError.TooManyKeys;
            }

            if (members is null)
            {
                skipped.Add(new SkippedJwk(index++, null, SkippedJwkReason.NotAnObject, string.Empty));
                continue;
            }

            if (members.IsSymmetric)
            {
                return ClientJwkSetError.SymmetricKey;
            }

            if (members.HasPrivateMember)
            {
                return ClientJwkSetError.PrivateKey;
            }

            JwkReader reader = new(members);
            if (reader.TryRead(out ClientJwk? jwk))
            {
                usable.Add(jwk);
            }
            else
            {
                skipped.Add(new SkippedJwk(index, members.KeyId, reader.Reason, reader.Member));
            }

            index++;
        }

        keySet = new ClientJwkSet([.. usable], skipped.Count == 0 ? [] : skipped.AsReadOnly());
        return ClientJwkSetError.None;
    }
}
