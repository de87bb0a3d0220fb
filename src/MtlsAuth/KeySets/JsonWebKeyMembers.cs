using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.KeySets;

/// <summary>Writes a key of the usual .NET libraries as the JWK that it stands for, for the one reader of JWKs.</summary>
internal static class JsonWebKeyMembers
{
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

    private static JsonArray? ToArray(ICollection<string>? items) =>
        items is { Count: > 0 } ? new JsonArray([.. items.Select(item => (JsonNode?)item)]) : null;

    // What the libraries' own reader leaves here; of anything else, at least that it is there.
    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        JsonNode node => node.DeepClone(),
        bool boolean => boolean,
        int number => number,
        long number => number,
        double number => number,
        _ => value.ToString(),
    };
}
