using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MtlsAuth.Tests.KeySets;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Clients;

/// <summary>Metadata that was read and written again loses no member, no key, no certificate.</summary>
public sealed class ClientMetadataRoundTripTests
{
    // JSON texts: what they look like is to stay, numbers included.
    private static readonly Gen<string> Value = Gen.OneOf(
        "null", "true", "false", "0", "-0", "1.50", "1e3", "12345678901234567890.0", "\"\"", "\"t\"", "\"\\u00e9\\n\\\"\"", "[]", "{}",
        "[1.0,{\"a\":null}]", "{\"b\":[\"c\"]}");

    private static readonly Gen<(string Name, string Value)> Unknown =
        Gen.Select(Gen.OneOf("a", "b", "ext_c", "é", "x\\u002Fy", "nbf", "Kid", "KTY", ""), Value);

    private static readonly string X5c = TestJwks.WithX5c["x5c"]![0]!.GetValue<string>();

    private static readonly string OtherX5c =
        Convert.ToBase64String(TestVectors.ReadCertificate("derived/b-self-signed-same-names.pem").RawData.Span);

    // Usable keys, skipped ones, and what is no key; with certificates, chains, hints and members that hold nothing.
    private static readonly Gen<string> Template = Gen.OneOf(
    [
        TestJwks.Rsa.ToJsonString(),
        TestJwks.P256.ToJsonString(),
        TestJwks.Ed25519.ToJsonString(),
        TestJwks.WithX5c.ToJsonString(),
        TestJwks.WithX5c.With("x5c", new JsonArray(X5c, OtherX5c)).ToJsonString(),
        TestJwks.WithX5c.With("x5c", new JsonArray(X5c, OtherX5c, "not base64", null)).ToJsonString(),
        TestJwks.WithX5c.With("x5c", new JsonArray(X5c + "=")).ToJsonString(),
        TestJwks.WithX5c.With("x5c", new JsonArray(OtherX5c)).ToJsonString(),
        TestJwks.Rsa.With("use", "enc").ToJsonString(),
        TestJwks.Rsa.With("n", 1).ToJsonString(),
        TestJwks.P256.With("n", "beside").With("oth", new JsonArray()).ToJsonString(),
        """{"kty":"unknown"}""",
        "{}",
    ]);

    private static readonly Gen<(string Name, string Value)> Known = Gen.Select(
        Gen.OneOf("kid", "use", "alg", "key_ops", "x5t", "x5t#S256", "x5u"),
        Gen.OneOf("\"sig\"", "\"k\"", "\"\"", "null", "[]", "[\"verify\"]", "5"));

    private static readonly Gen<string> Jwk = Gen.Select(
        Template,
        Known.Array[0, 3],
        Unknown.Array[0, 3],
        static (template, known, unknown) => Merge(template, [.. known, .. unknown]));

    private static readonly Gen<string> JwkSet = Gen.Select(
        Gen.Frequency((9, Jwk), (1, Value)).Array[0, 5],
        Unknown.Array[0, 2],
        static (keys, others) => Merge($$"""{"keys":[{{string.Join(',', keys)}}]}""", others));

    private static readonly Gen<string> Metadata = Gen.Select(
        JwkSet,
        Unknown.Array[0, 3],
        Gen.OneOf<string?>(null, "true", "false"),
        Gen.OneOf("tls_client_auth_san_dns", "tls_client_auth_subject_dn", "client_name", "jwks_uri", "client_id"),
        Gen.OneOf("\"v\"", "\"\\u00e9 \\\\ \\\" \""),
        static (keys, others, bound, name, value) => Merge(
            $$"""{"jwks":{{keys}},"{{name}}":{{value}}}""",
            bound is null ? others : [.. others, ("tls_client_certificate_bound_access_tokens", bound)]));

    [Test]
    public void What_was_read_is_written() => Metadata.Sample(
        json => Canonical(json) == Canonical(Encoding.UTF8.GetString(Read(json).ToUtf8Json())),
        iter: 2_000);

    [Test]
    public void What_was_written_reads_as_what_was_read() => Metadata.Sample(
        json =>
        {
            ClientMetadata first = Read(json);
            ClientMetadata second = Read(Encoding.UTF8.GetString(first.ToUtf8Json()));
            return first.Jwks!.Keys.Select(key => (key.PublicKey, key.Certificate?.Thumbprint, key.KeyId))
                    .SequenceEqual(second.Jwks!.Keys.Select(key => (key.PublicKey, key.Certificate?.Thumbprint, key.KeyId)))
                && first.Jwks.SkippedKeys.Select(key => (key.KeyId, key.ToString()))
                    .SequenceEqual(second.Jwks.SkippedKeys.Select(key => (key.KeyId, key.ToString())));
        },
        iter: 500);

    private static ClientMetadata Read(string json) =>
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out ClientMetadataError? error)
            ? client
            : throw new InvalidDataException($"{error} {json}");

    // A name once only; strict JSON has no other.
    private static string Merge(string json, IEnumerable<(string Name, string Value)> members)
    {
        JsonObject merged = JsonNode.Parse(json)!.AsObject();
        foreach ((string name, string value) in members)
        {
            merged[name] = JsonNode.Parse(value);
        }

        return merged.ToJsonString();
    }

    // Members in the order of their names, numbers as they are spelled.
    private static string Canonical(string json) => Canonical(JsonElement.Parse(json));

    private static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Canonical(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(element.GetString()),
        _ => element.GetRawText(),
    };
}
