using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.KeySets;
using MtlsAuth.Tests.Keys;

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
            JsonNode written = JsonNode.Parse(TestJwks.Write(set))!;
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
                && TestJwks.Write(set).AsSpan().SequenceEqual(TestJwks.Write(back));
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

    [Test]
    public void WriteTo_leaves_out_skipped_keys() =>
        TestJwks.Read(TestJwks.Write(TestJwks.Read(TestJwks.P256, TestJwks.Rsa.Without("n")))).Keys.Should().ContainSingle();

    private static string Base64Url(string hexadecimal) => Base64UrlEncoder.Encode(Convert.FromHexString(hexadecimal));
}
