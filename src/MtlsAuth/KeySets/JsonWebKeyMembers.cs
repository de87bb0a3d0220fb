using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Encodings;

namespace MtlsAuth.KeySets;

/// <summary>Writes a key of the usual .NET libraries as the JWK that it stands for, for the one reader of JWKs; and back.</summary>
internal static class JsonWebKeyMembers
{
    // What the libraries have properties for, by the names that they read in any case.
    private static readonly FrozenSet<string> Texts = new[]
    {
        "kty", "crv", "n", "e", "x", "y", "pub", "alg", "kid", "use", "x5t", "x5t#S256", "x5u",
        "k", "d", "p", "q", "dp", "dq", "qi", "priv",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Lists = new[] { "key_ops", "x5c", "oth" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static JsonElement ToJson(JsonWebKey? jwk)
    {
        if (jwk is null)
        {
            return JsonElement.Parse("null"u8);
        }

        JsonObject members = new()
        {
            ["kty"] = jwk.Kty,
            ["crv"] = jwk.Crv,
            ["n"] = jwk.N,
            ["e"] = jwk.E,
            ["x"] = jwk.X,
            ["y"] = jwk.Y,
            ["pub"] = jwk.Pub,
            ["alg"] = jwk.Alg,
            ["kid"] = jwk.Kid,
            ["use"] = jwk.Use,
            ["key_ops"] = ToArray(jwk.KeyOps),
            ["x5c"] = ToArray(jwk.X5c),
            ["x5t"] = jwk.X5t,
            ["x5t#S256"] = jwk.X5tS256,
            ["x5u"] = jwk.X5u,
            ["k"] = jwk.K,
            ["d"] = jwk.D,
            ["p"] = jwk.P,
            ["q"] = jwk.Q,
            ["dp"] = jwk.DP,
            ["dq"] = jwk.DQ,
            ["qi"] = jwk.QI,
            ["oth"] = ToArray(jwk.Oth),
            ["priv"] = jwk.Priv,
        };
        foreach ((string name, object value) in jwk.AdditionalData)
        {
            members[name] ??= ToNode(value);
        }

        foreach ((string name, _) in members.Where(member => member.Value is null).ToList())
        {
            members.Remove(name);
        }

        return JsonElement.Parse(members.ToJsonString());
    }

    /// <summary>Makes a key of the usual .NET libraries of a JWK.</summary>
    /// <remarks>
    /// Their reader throws for a member of another type than it expects, and takes a name in other case for the known one. Such a member
    /// has no effect on a key that was read here, and is left out.
    /// </remarks>
    public static JsonWebKey FromJson(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        ArrayBufferWriter<byte> kept = new();
        using Utf8JsonWriter writer = new(kept);
        writer.WriteStartObject();
        foreach (JsonProperty member in document.RootElement.EnumerateObject().Where(IsReadable))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return new JsonWebKey(Encoding.UTF8.GetString(kept.WrittenSpan));
    }

    private static bool IsReadable(JsonProperty member)
    {
        if (Texts.TryGetValue(member.Name, out string? text))
        {
            return text == member.Name && member.Value.ValueKind == JsonValueKind.String;
        }

        if (Lists.TryGetValue(member.Name, out string? list))
        {
            return list == member.Name
                && member.Value.ValueKind == JsonValueKind.Array
                && member.Value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String);
        }

        // In a key, the libraries take these for the members of another one.
        return !member.Name.Equals("keys", StringComparison.OrdinalIgnoreCase);
    }

    private static JsonArray? ToArray(ICollection<string>? items) =>
        items is { Count: > 0 } ? new JsonArray([.. items.Select(item => (JsonNode?)item)]) : null;

    // What the libraries' own reader leaves here; of anything else, at least that it is there.
    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonElement element => ToNode(element),
        JsonNode node => node.DeepClone(),
        bool boolean => boolean,
        int number => number,
        long number => number,
        double number when double.IsFinite(number) => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    // The libraries keep what the strict reader would refuse where it stands in client metadata, five levels deep: half of a surrogate
    // pair, a name twice, a value that is nested too deep.
    private static JsonNode? ToNode(JsonElement element)
    {
        string json = element.GetRawText();
        try
        {
            using JsonDocument inMetadata = StrictJson.Parse(Encoding.UTF8.GetBytes("""[{"jwks":{"keys":[{"a":""" + json + "}]}}]"));
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return "(not kept)";
        }
    }
}
