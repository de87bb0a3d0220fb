using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.Testing.Hostile;

/// <summary>Writes JWK Sets and spoils them.</summary>
internal static class HostileJwkSets
{
    public static IReadOnlyList<HostileJwkSet> Create() => [.. OfWholeSets(), .. OfSingleKeys()];

    private static IEnumerable<HostileJwkSet> OfWholeSets()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string d = Base64UrlEncoder.Encode(ec.ExportParameters(includePrivateParameters: true).D);
        yield return new("nothing", "", ClientJwkSetError.InvalidJson);
        yield return new("not JSON", "keys", ClientJwkSetError.InvalidJson);
        yield return new("not closed", """{"keys":[""", ClientJwkSetError.InvalidJson);
        yield return new("text behind it", """{"keys":[]}x""", ClientJwkSetError.InvalidJson);
        yield return new("keys twice", """{"keys":[],"keys":[]}""", ClientJwkSetError.InvalidJson);
        yield return new("arrays in arrays", new string('[', 10_000), ClientJwkSetError.InvalidJson);
        yield return new("an array", "[]", ClientJwkSetError.NotAJwkSet);
        yield return new("no keys", "{}", ClientJwkSetError.NotAJwkSet);
        yield return new("keys that are no array", """{"keys":{}}""", ClientJwkSetError.NotAJwkSet);
        yield return new(
            "too large",
            $$"""{"keys":[],"x":"{{new string('x', ClientJwkSet.DefaultMaximumLength)}}"}""",
            ClientJwkSetError.TooLarge);
        yield return new(
            "too many keys",
            $$"""{"keys":[{{string.Join(',', Enumerable.Repeat("{}", ClientJwkSet.DefaultMaximumKeyCount + 1))}}]}""",
            ClientJwkSetError.TooManyKeys);
        yield return new("a private key", Set(Ec(key => key["d"] = d)), ClientJwkSetError.PrivateKey);
        yield return new("a symmetric key", """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", ClientJwkSetError.SymmetricKey);
    }

    private static IEnumerable<HostileJwkSet> OfSingleKeys()
    {
        string x = Ec(static _ => { })["x"]!.GetValue<string>();
        yield return new("a key that is no object", """{"keys":["key"]}""", SkippedJwkReason.NotAnObject);
        yield return new("a type that nobody knows", Set(Ec(static key => key["kty"] = "LATTICE")), SkippedJwkReason.UnknownKeyType);
        yield return new("a curve that nobody knows", Set(Ec(static key => key["crv"] = "P-257")), SkippedJwkReason.UnknownCurve);
        yield return new("a number instead of text", Set(Ec(static key => key["x"] = 1)), SkippedJwkReason.InvalidMemberType);
        yield return new("no y", Set(Ec(static key => key.Remove("y"))), SkippedJwkReason.MissingMember);
        yield return new("padding", Set(Ec(key => key["x"] = x + "=")), SkippedJwkReason.InvalidBase64Url);
        yield return new("a coordinate that is too short", Set(Ec(static key => key["x"] = "AQAB")), SkippedJwkReason.WrongLength);
        yield return new("a point that is not on its curve", Set(Ec(key => key["y"] = x)), SkippedJwkReason.PointNotOnCurve);
        yield return new("a key for encryption", Set(Ec(static key => key["use"] = "enc")), SkippedJwkReason.NotForSigning);
        yield return new(
            "a key that cannot sign",
            $$"""{"keys":[{"kty":"OKP","crv":"X25519","x":"{{x}}"}]}""",
            SkippedJwkReason.CannotSign);
        yield return new(
            "a key for which anybody can sign",
            $$"""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"{{Base64UrlEncoder.Encode([0x01, .. new byte[31]])}}"}]}""",
            SkippedJwkReason.LowOrderPoint);
        yield return new(
            "an RSA exponent of one",
            $$"""{"keys":[{"kty":"RSA","n":"{{Modulus()}}","e":"AQ"}]}""",
            SkippedJwkReason.InvalidExponent);
        yield return new("the certificate of another key", Set(Ec(static key => key["x5c"] = X5c())), SkippedJwkReason.X5cHoldsAnotherKey);
    }

    private static string Set(JsonObject key) => new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();

    private static JsonObject Ec(Action<JsonObject> spoil)
    {
        JsonObject set = JsonNode.Parse(TestCertificates.Ec().Create().ToJwkSet().ToUtf8Json())!.AsObject();
        JsonObject key = set["keys"]![0]!.DeepClone().AsObject();
        spoil(key);
        return key;
    }

    private static JsonArray X5c() => new(Convert.ToBase64String(TestCertificates.Ec().Create().Der.Span));

    private static string Modulus()
    {
        using RSA rsa = RSA.Create(1024);
        return Base64UrlEncoder.Encode(rsa.ExportParameters(includePrivateParameters: false).Modulus);
    }
}
