using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkSetRoundTripTests
{
    private static readonly JsonObject[] Templates =
    [
        TestJwks.Rsa,
        TestJwks.P256,
        TestJwks.P521,
        TestJwks.Ed25519,
        TestJwks.WithX5c,
        new() { ["kty"] = "OKP", ["crv"] = "Ed448", ["x"] = Base64UrlEncoder.Encode(EncodedKey.Ed448) },
        new() { ["kty"] = "AKP", ["alg"] = "ML-DSA-44", ["pub"] = Base64UrlEncoder.Encode(new byte[1312]) },
        new() { ["kty"] = "AKP", ["alg"] = "ML-DSA-65", ["pub"] = Base64UrlEncoder.Encode(new byte[1952]) },
        new() { ["kty"] = "AKP", ["alg"] = "ML-DSA-87", ["pub"] = Base64UrlEncoder.Encode(new byte[2592]) },

        // The generator of P-384 (FIPS 186-4, D.1.2.4) and of secp256k1 (SEC 2, 2.4.1).
        new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-384",
            ["x"] = Base64Url("AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7"),
            ["y"] = Base64Url("3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F"),
        },
        new()
        {
            ["kty"] = "EC",
            ["crv"] = "secp256k1",
            ["x"] = Base64Url("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"),
            ["y"] = Base64Url("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8"),
        },
    ];

    // Spelled so that reading them as numbers and writing these would show.
    private static readonly string[] Numbers = ["1.50", "1e3", "1.0"];

    private static readonly Gen<JsonObject> Jwk = Gen.Select(
        Gen.Int[0, Templates.Length - 1],
        Gen.String.AlphaNumeric.Null(),
        Gen.Bool.Select(isSet => isSet ? "sig" : null),
        static (int index, string? kid, string? use) =>
        {
            JsonObject jwk = Templates[index].DeepClone().AsObject();
            jwk = kid is null ? jwk : jwk.With("kid", kid);
            return use is null ? jwk : jwk.With("use", use);
        });

    [Test]
    public void WriteTo_writes_what_TryParse_reads() => Jwk.Array[0, 6].Sample(
        jwks =>
        {
            ClientJwkSet set = TestJwks.Read(jwks);
            JsonNode written = JsonNode.Parse(set.ToUtf8Json())!;
            JsonObject expected = new() { ["keys"] = new JsonArray([.. jwks.Select(jwk => jwk.DeepClone())]) };
            return set.SkippedKeys.Count == 0 && JsonNode.DeepEquals(written, expected);
        },
        iter: 100);

    [Test]
    public void ToJsonWebKeySet_makes_what_TryCreate_reads() => Jwk.Array[0, 6].Sample(
        jwks =>
        {
            ClientJwkSet set = TestJwks.Read(jwks);
            return ClientJwkSet.TryCreate(set.ToJsonWebKeySet(), out ClientJwkSet? back, out _)
                && set.ToUtf8Json().AsSpan().SequenceEqual(back.ToUtf8Json());
        },
        iter: 100);

    [Test]
    public void TryParse_never_throws() => Gen.Select(Gen.Int[0, 4_000], Gen.Byte, Gen.Int[0, 3]).Array[1, 8].Sample(
        changes =>
        {
            List<byte> json = [.. TestJwks.ToSet(Templates.Take(5).Select(jwk => jwk.DeepClone()))];
            foreach ((int place, byte octet, int kind) in changes)
            {
                int at = place % json.Count;
                switch (kind)
                {
                    case 0:
                        json[at] = octet;
                        break;
                    case 1:
                        json.RemoveAt(at);
                        break;
                    case 2:
                        json.Insert(at, octet);
                        break;
                    default:
                        json.RemoveRange(at, Math.Min(octet, json.Count - at - 1));
                        break;
                }
            }

            return ClientJwkSet.TryParse(json.ToArray(), out ClientJwkSet? set, out ClientJwkSetError error)
                == (set is not null && error == ClientJwkSetError.None);
        },
        iter: 500);

    [TestCase("""{"keys":[null,1,"a",[{}]]}""", TestName = "WriteTo_keeps_what_is_no_key")]
    [TestCase("""{"a":{"b":null},"keys":[{"kty":"x","n":1.50,"m":1e3,"z":[]}],"c":1.0}""", TestName = "WriteTo_keeps_unknown_keys")]
    [TestCase("""{"keys":[{"kty":"RSA","use":"enc","n":"AQAB"},{"kty":"EC"}]}""", TestName = "WriteTo_keeps_keys_for_other_purposes")]
    public void WriteTo_writes_octet_for_octet_what_is_not_compiled(string json)
    {
        string written = Encoding.UTF8.GetString(TestJwks.Read(Encoding.UTF8.GetBytes(json)).ToUtf8Json());

        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(json)).Should().BeTrue("{0}", written);
        Numbers.Where(written.Contains).Should().Equal(Numbers.Where(json.Contains));
    }

    [Test]
    public void WriteTo_keeps_the_places_of_skipped_keys()
    {
        JsonObject[] keys = [TestJwks.Rsa.With("use", "enc"), TestJwks.P256, TestJwks.Rsa.Without("n"), TestJwks.Ed25519, new()];

        JsonNode written = JsonNode.Parse(TestJwks.Read(TestJwks.ToSet(keys.Select(key => key.DeepClone()))).ToUtf8Json())!;

        JsonNode.DeepEquals(written["keys"], new JsonArray([.. keys])).Should().BeTrue();
    }

    [TestCase("\"x\"", "x5u")]
    [TestCase("[\"verify\"]", "key_ops")]
    [TestCase("\"no hash\"", "x5t")]
    [TestCase("5", "kid")]
    [TestCase("5", "x5c")]
    [TestCase("[\"not base64\"]", "x5c")]
    [TestCase("1.50", "nbf")]
    [TestCase("null", "unknown")]
    [TestCase("\"\"", "kid")]
    [TestCase("\"\"", "use")]
    [TestCase("\"\"", "alg")]
    [TestCase("\"ES256\"", "alg")]
    [TestCase("\"AQ\"", "n")]
    [TestCase("\"AQ\"", "e")]
    [TestCase("\"AQ\"", "pub")]
    [TestCase("[]", "oth")]
    [TestCase("null", "x5c")]
    [TestCase("{\"a\":[1,{}]}", "unknown")]
    public void WriteTo_keeps_a_member_that_is_not_compiled(string value, string member)
    {
        JsonObject jwk = TestJwks.P256.With(member, JsonNode.Parse(value));

        ClientJwkSet set = TestJwks.Read(jwk.DeepClone());
        JsonNode written = JsonNode.Parse(set.ToUtf8Json())!["keys"]![0]!;

        set.Keys.Should().ContainSingle();
        JsonNode.DeepEquals(written, jwk).Should().BeTrue("{0}", written);
    }

    [TestCase("crv")]
    [TestCase("x")]
    [TestCase("y")]
    public void WriteTo_keeps_a_member_that_means_something_to_other_keys(string member)
    {
        JsonObject jwk = (member == "y" ? TestJwks.Ed25519 : TestJwks.Rsa).With(member, "AQ");

        JsonNode written = JsonNode.Parse(TestJwks.Read(jwk.DeepClone()).ToUtf8Json())!["keys"]![0]!;

        JsonNode.DeepEquals(written, jwk).Should().BeTrue("{0}", written);
    }

    [Test]
    public void WriteTo_keeps_the_whole_chain()
    {
        JsonArray chain = new(TestJwks.WithX5c["x5c"]![0]!.GetValue<string>(), "MIIB", "not base64");

        JsonNode written = JsonNode.Parse(TestJwks.Read(TestJwks.WithX5c.With("x5c", chain.DeepClone())).ToUtf8Json())!;

        JsonNode.DeepEquals(written["keys"]![0]!["x5c"], chain).Should().BeTrue();
    }

    [Test]
    public void ToJsonWebKeySet_keeps_chain_thumbprint_and_unknown_members()
    {
        string x5c = TestJwks.WithX5c["x5c"]![0]!.GetValue<string>();
        JsonWebKey jwk = TestJwks.Read(TestJwks.WithX5c.With("x5c", new JsonArray(x5c, "MIIB")).With("x5t", "hint").With("nbf", 5))
            .ToJsonWebKeySet().Keys.Should().ContainSingle().Subject;

        jwk.X5c.Should().Equal(x5c, "MIIB");
        jwk.X5t.Should().Be("hint");
        jwk.AdditionalData.Should().ContainKey("nbf");
    }

    [TestCase("x5c", "{}")]
    [TestCase("x5c", "\"text\"")]
    [TestCase("x5c", "[5]")]
    [TestCase("x5c", "[\"not base64\",5]")]
    [TestCase("x5t", "5")]
    [TestCase("kid", "{}")]
    [TestCase("KTY", "\"oct\"", Description = "the libraries take names in any case")]
    [TestCase("X", "{}")]
    [TestCase("keys", """{ "x5c": [5], "kty": "oct" }""", Description = "which the libraries read as a key")]
    [TestCase("further", "1e999")]
    [TestCase("further", "[[[1e999]]]")]
    public void ToJsonWebKeySet_leaves_out_what_the_libraries_cannot_read(string name, string json)
    {
        ClientJwkSet set = TestJwks.Read(TestJwks.P256.With(name, JsonNode.Parse(json)));

        JsonWebKey jwk = set.ToJsonWebKeySet().Keys.Should().ContainSingle().Subject;

        ClientJwk.TryCreate(jwk, out ClientJwk? back, out _).Should().BeTrue();
        back!.Thumbprint.Should().Be(set.Keys[0].Thumbprint);
    }

    // The libraries take names in any case, and throw where the value is not what they expect.
    [Test]
    public void ToJsonWebKeySet_leaves_out_each_name_in_another_case(
        [Values(
            "kty", "crv", "n", "e", "x", "y", "pub", "alg", "kid", "use", "x5t", "x5t#S256", "x5u",
            "k", "d", "p", "q", "dp", "dq", "qi", "priv", "key_ops", "x5c", "oth")]
        string name)
    {
        ClientJwkSet set = TestJwks.Read(TestJwks.P256.With(name.ToUpperInvariant(), new JsonObject()));

        JsonWebKey jwk = set.ToJsonWebKeySet().Keys.Should().ContainSingle().Subject;

        jwk.AdditionalData.Should().BeEmpty();
        ClientJwk.TryCreate(jwk, out ClientJwk? back, out _).Should().BeTrue();
        back!.Thumbprint.Should().Be(set.Keys[0].Thumbprint);
    }

    [TestCase("""{ "a": "\ud83d" }""")]
    [TestCase("""{ "a": 1, "a": 2 }""")]
    [TestCase("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]")]
    public void TryCreate_takes_a_member_that_could_not_be_read_again_for_one_without_meaning(string value)
    {
        JsonWebKey jwk = new(TestJwks.P256.ToJsonString());
        using JsonDocument further = JsonDocument.Parse(value);
        jwk.AdditionalData["further"] = further.RootElement;

        ClientJwk.TryCreate(jwk, out ClientJwk? read, out _).Should().BeTrue();
        read!.ToJsonWebKey().AdditionalData["further"].ToString().Should().Be("(not kept)");
    }

    [TestCase("kty")]
    [TestCase("crv")]
    [TestCase("x")]
    [TestCase("alg")]
    public void A_key_that_came_from_its_certificate_is_written_once_beside_an_empty_member(string name)
    {
        JsonWebKey jwk = new();
        jwk.X5c.Add(TestJwks.WithX5c["x5c"]![0]!.GetValue<string>());
        jwk.AdditionalData[name] = "";
        ClientJwkSet.TryCreate(new JsonWebKeySet { Keys = { jwk } }, out ClientJwkSet? set, out _).Should().BeTrue();

        TestJwks.Read(set!.ToUtf8Json()).Keys.Should().ContainSingle().Which.Thumbprint.Should().Be(set!.Keys[0].Thumbprint);
    }

    private static string Base64Url(string hexadecimal) => Base64UrlEncoder.Encode(Convert.FromHexString(hexadecimal));
}
