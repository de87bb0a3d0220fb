using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

/// <summary>JWKs to spoil, and the shortest way to read a set of them.</summary>
internal static class TestJwks
{
    public static JsonObject Rsa => Vector("rfc7515-keys.json", "keys", "a2_rsa");

    public static JsonObject P256 => Vector("rfc7515-keys.json", "keys", "a3_p256");

    public static JsonObject P521 => Vector("rfc7515-keys.json", "keys", "a4_p521");

    public static JsonObject Ed25519 => Vector("rfc8037-a3.json", "jwk");

    public static JsonObject WithX5c => Vector("rfc8705-appendix-a.json", "jwk");

    /// <summary>A JWK of a vector without its private members.</summary>
    public static JsonObject Vector(string file, params string[] path)
    {
        JsonElement element = TestVectors.ReadJson(file);
        foreach (string name in path)
        {
            element = element.GetProperty(name);
        }

        JsonObject jwk = JsonObject.Create(element)!;
        foreach (string name in new[] { "d", "p", "q", "dp", "dq", "qi" })
        {
            jwk.Remove(name);
        }

        return jwk;
    }

    // Copies what it is given, since a node has one parent and a test case may run twice.
    public static JsonObject With(this JsonObject jwk, string name, JsonNode? value)
    {
        jwk[name] = value?.DeepClone();
        return jwk;
    }

    public static JsonObject Without(this JsonObject jwk, string name)
    {
        jwk.Remove(name);
        return jwk;
    }

    public static byte[] ToUtf8(this JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    public static byte[] ToSet(params IEnumerable<JsonNode?> keys) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key?.DeepClone())]) }.ToJsonString());

    public static ClientJwkSet Read(params IEnumerable<JsonNode?> keys) => Read(ToSet(keys));

    public static ClientJwkSet Read(ReadOnlySpan<byte> json)
    {
        ClientJwkSet.TryParse(json, out ClientJwkSet? set, out ClientJwkSetError error).Should().BeTrue("the set was refused: {0}", error);
        return set!;
    }

    public static ClientJwkSetError Refuse(ReadOnlySpan<byte> json)
    {
        ClientJwkSet.TryParse(json, out ClientJwkSet? set, out ClientJwkSetError error).Should().BeFalse();
        set.Should().BeNull();
        return error;
    }
}
