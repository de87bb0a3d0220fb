using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkSetTests
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"other":{"a":[1]},"keys":[]}""", TestName = "TryParse_ignores_other_members_of_the_set")]
    public void TryParse_reads_a_set_without_keys(string json)
    {
        ClientJwkSet set = TestJwks.Read(Encoding.UTF8.GetBytes(json));

        set.Keys.Should().BeEmpty();
        set.SkippedKeys.Should().BeEmpty();
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"Keys":[]}""")]
    [TestCase("""{"keys":null}""")]
    public void TryParse_refuses_what_is_no_set(string json) =>
        TestJwks.Refuse(Encoding.UTF8.GetBytes(json)).Should().Be(ClientJwkSetError.NotAJwkSet);

    [TestCase("")]
    [TestCase("""{"keys":[]} ,""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    [TestCase("""{"keys":[{"kty":"RSA","kty":"EC"}]}""")]
    [TestCase("""{"keys":[{"kid":"\uD800"}]}""")]
    [TestCase("\uFEFF{\"keys\":[]}")]
    public void TryParse_refuses_what_is_not_strict_JSON(string json) =>
        TestJwks.Refuse(Encoding.UTF8.GetBytes(json)).Should().Be(ClientJwkSetError.InvalidJson);

    [Test]
    public void TryParse_refuses_octets_that_are_not_UTF8() =>
        TestJwks.Refuse([.. """{"keys":[{"kid":"""u8, (byte)'"', 0xFF, (byte)'"', .. "}]}"u8]).Should().Be(ClientJwkSetError.InvalidJson);

    [Test]
    public void TryParse_refuses_nesting_of_seventeen_levels()
    {
        string nested = new string('[', 14) + new string(']', 14);

        // The set, the array and the key are three levels.
        TestJwks.Refuse(Encoding.UTF8.GetBytes($$"""{"keys":[{"a":{{nested}}}]}""")).Should().Be(ClientJwkSetError.InvalidJson);
    }

    [Test]
    public void TryParse_reads_a_text_of_one_mebioctet() => TestJwks.Read(Padded(1_048_576)).Keys.Should().BeEmpty();

    [Test]
    public void TryParse_refuses_a_text_that_is_one_octet_longer() =>
        TestJwks.Refuse(Padded(1_048_577)).Should().Be(ClientJwkSetError.TooLarge);

    // Spaces around it are not of the set.
    [TestCase(1_048_576, true)]
    [TestCase(1_048_577, false)]
    public void A_set_inside_other_JSON_is_read_up_to_one_mebioctet(int length, bool isRead)
    {
        const string Beginning = "{\"keys\":[],\"x\":\"";
        string set = Beginning.PadRight(length - 2, 'x') + "\"}";
        Action read = () => _ = JsonSerializer.Deserialize<ClientJwkSet[]>($"[  {set}  ]");

        if (isRead)
        {
            read.Should().NotThrow();
        }
        else
        {
            read.Should().Throw<JsonException>().WithMessage("*TooLarge*");
        }
    }

    [Test]
    public void TryParse_reads_a_thousand_keys() =>
        TestJwks.Read(Enumerable.Repeat("""{"kty":"x"}""", 1_000).Select(text => JsonNode.Parse(text))).SkippedKeys
            .Should().HaveCount(1_000);

    [Test]
    public void TryParse_refuses_one_key_more() =>
        TestJwks.Refuse(TestJwks.ToSet(Enumerable.Repeat("""{"kty":"x"}""", 1_001).Select(text => JsonNode.Parse(text))))
            .Should().Be(ClientJwkSetError.TooManyKeys);

    [Test]
    public void TryParse_keeps_to_the_limits_of_the_caller()
    {
        byte[] json = TestJwks.ToSet(TestJwks.P256, TestJwks.Rsa);

        ClientJwkSet.TryParse(json, out _, out ClientJwkSetError count, maximumKeyCount: 1).Should().BeFalse();
        ClientJwkSet.TryParse(json, out _, out ClientJwkSetError length, maximumLength: json.Length - 1)
            .Should().BeFalse();

        count.Should().Be(ClientJwkSetError.TooManyKeys);
        length.Should().Be(ClientJwkSetError.TooLarge);
    }

    [Test]
    public void TryParse_refuses_the_set_for_a_private_member(
        [Values("d", "p", "q", "dp", "dq", "qi", "oth", "priv")] string member,
        [Values("RSA", "EC", "OKP", "AKP", "unknown", null)] string? kty)
    {
        JsonObject jwk = new() { ["kty"] = kty, [member] = "AQ" };

        TestJwks.Refuse(TestJwks.ToSet(TestJwks.P256, jwk)).Should().Be(ClientJwkSetError.PrivateKey);
    }

    [Test]
    public void TryParse_refuses_the_set_for_a_private_member_of_any_type(
        [Values("d", "p", "q", "dp", "dq", "qi", "oth", "priv")] string member,
        [Values("1", "false", "[null]", "[\"\"]", "[{}]", "{\"r\":\"AQ\"}", "\" \"")] string value) =>
        TestJwks.Refuse(TestJwks.ToSet(TestJwks.P256.With(member, JsonNode.Parse(value)))).Should().Be(ClientJwkSetError.PrivateKey);

    [Test]
    public void TryParse_refuses_the_set_for_a_whole_private_key()
    {
        JsonObject rsa = JsonObject.Create(TestVectors.ReadJson("rfc7515-keys.json").GetProperty("keys").GetProperty("a2_rsa"))!;

        rsa.Should().ContainKeys("d", "p", "q", "dp", "dq", "qi");
        TestJwks.Refuse(TestJwks.ToSet(rsa)).Should().Be(ClientJwkSetError.PrivateKey);
    }

    [Test]
    public void TryParse_refuses_the_set_for_any_number_of_private_members([Range(1, 8)] int count)
    {
        JsonObject jwk = TestJwks.Rsa;
        foreach (string member in PrivateMembers.Take(count))
        {
            jwk[member] = "AQ";
        }

        TestJwks.Refuse(TestJwks.ToSet(jwk)).Should().Be(ClientJwkSetError.PrivateKey);
    }

    [Test]
    public void TryParse_takes_a_member_that_holds_nothing_for_absent(
        [Values(
            "d", "p", "q", "dp", "dq", "qi", "oth", "priv", "k",
            "n", "e", "x", "y", "crv", "pub", "alg", "kid", "use", "key_ops", "x5c", "x5t", "x5t#S256")]
        string member,
        [Values("null", "\"\"", "[]", "{}")] string value)
    {
        JsonObject jwk = (member is "n" or "e" ? TestJwks.P256 : TestJwks.Rsa).With(member, JsonNode.Parse(value));

        ClientJwk key = TestJwks.Read(jwk).Keys.Should().ContainSingle().Subject;

        (key.KeyId, key.Use, key.Algorithm, key.Certificate).Should().Be((null, null, null, null));
        key.Remarks.Should().BeEmpty();
    }

    [Test]
    public void TryParse_reads_what_the_JSON_library_writes_of_a_JsonWebKeySet()
    {
        JsonWebKeySet source = TestJwks.Read(TestJwks.Rsa, TestJwks.P256, TestJwks.WithX5c).ToJsonWebKeySet();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { keys = source.Keys });

        ClientJwkSet set = TestJwks.Read(json);

        Encoding.UTF8.GetString(json).Should().Contain("\"oth\":[]");
        set.SkippedKeys.Should().BeEmpty();
        set.Keys.Should().HaveCount(3);
    }

    [TestCase("""{"kty":"oct","k":"AQ"}""")]
    [TestCase("""{"kty":"oct"}""")]
    [TestCase("""{"kty":"unknown","k":"AQ"}""")]
    [TestCase("""{"kty":"oct","k":""}""")]
    [TestCase("""{"kty":"EC","k":0}""")]
    public void TryParse_refuses_the_set_for_a_symmetric_key(string jwk) =>
        TestJwks.Refuse(TestJwks.ToSet(TestJwks.P256, JsonNode.Parse(jwk))).Should().Be(ClientJwkSetError.SymmetricKey);

    [Test]
    public void TryParse_counts_the_places_of_all_keys()
    {
        ClientJwkSet set = TestJwks.Read(null, TestJwks.P256, 1, TestJwks.Rsa.Without("n"), TestJwks.Rsa);

        set.SkippedKeys.Select(skipped => skipped.Index).Should().Equal(0, 2, 3);
        set.KeysWithIndex().Select(key => key.Index).Should().Equal(1, 4);
    }

    [Test]
    public void TryParse_keeps_what_a_key_says_of_itself()
    {
        ClientJwk key = TestJwks.Read(TestJwks.Rsa.With("kid", "k").With("use", "sig").With("alg", "PS256").With("x", "1").Without("x"))
            .Keys.Should().ContainSingle().Subject;

        (key.KeyId, key.Use, key.Algorithm, key.Certificate).Should().Be(("k", "sig", "PS256", null));
    }

    [Test]
    public void TryCreate_reads_the_keys_of_a_JsonWebKeySet()
    {
        JsonWebKeySet source = JsonWebKeySet.Create(Encoding.UTF8.GetString(TestJwks.ToSet(
            TestJwks.Rsa.With("kid", "r").With("key_ops", new JsonArray("verify")), TestJwks.P521, TestJwks.Ed25519, TestJwks.WithX5c)));

        ClientJwkSet.TryCreate(source, out ClientJwkSet? set, out ClientJwkSetError error).Should().BeTrue();

        error.Should().Be(ClientJwkSetError.None);
        set!.SkippedKeys.Should().BeEmpty();
        set.Keys.Select(key => key.PublicKey.KeyType).Should().Equal("RSA", "EC", "OKP", "EC");
        set.Keys[0].KeyId.Should().Be("r");
        set.Keys[3].Certificate.Should().NotBeNull();
    }

    [TestCaseSource(nameof(PrivateJsonWebKeys))]
    public void TryCreate_refuses_the_set_for_a_private_member(JsonWebKey jwk)
    {
        JsonWebKeySet source = new();
        source.Keys.Add(jwk);

        ClientJwkSet.TryCreate(source, out ClientJwkSet? set, out ClientJwkSetError error).Should().BeFalse();

        set.Should().BeNull();
        error.Should().Be(ClientJwkSetError.PrivateKey);
    }

    [Test]
    public void TryCreate_refuses_the_set_for_a_symmetric_key([Values("oct", "EC")] string kty)
    {
        JsonWebKeySet source = new();
        source.Keys.Add(new JsonWebKey { Kty = kty, K = kty == "EC" ? "AQ" : null });

        ClientJwkSet.TryCreate(source, out _, out ClientJwkSetError error).Should().BeFalse();

        error.Should().Be(ClientJwkSetError.SymmetricKey);
    }

    [Test]
    public void TryCreate_keeps_to_the_limits_of_the_caller()
    {
        JsonWebKeySet source = new();
        source.Keys.Add(new JsonWebKey { Kty = "x" });

        ClientJwkSet.TryCreate(source, out _, out ClientJwkSetError error, maximumKeyCount: 0)
            .Should().BeFalse();

        error.Should().Be(ClientJwkSetError.TooManyKeys);
    }

    [Test]
    public void TryCreate_skips_an_entry_that_is_null()
    {
        JsonWebKeySet source = new();
        source.Keys.Add(null!);

        ClientJwkSet.TryCreate(source, out ClientJwkSet? set, out _).Should().BeTrue();

        set!.SkippedKeys.Should().BeEquivalentTo([new SkippedJwk(0, null, SkippedJwkReason.NotAnObject, string.Empty)]);
        set.ToUtf8Json().Should().Equal("""{"keys":[null]}"""u8.ToArray());
    }

    [Test]
    public void Null_arguments_are_refused()
    {
        FluentActions.Invoking(() => ClientJwkSet.TryCreate(null!, out _, out _)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientJwkSet.FromCertificates(true, null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientJwkSet.Empty.WriteTo(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientJwkSet.Empty.TryFind((SubjectPublicKey)null!, out _))
            .Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientJwkSet.Empty.TryFind((ClientCertificate)null!, out _))
            .Should().Throw<ArgumentNullException>();
    }

    private static IEnumerable<TestCaseData> PrivateJsonWebKeys()
    {
        Dictionary<string, JsonWebKey> keys = new()
        {
            ["d"] = new() { D = "AQ" },
            ["p"] = new() { P = "AQ" },
            ["q"] = new() { Q = "AQ" },
            ["dp"] = new() { DP = "AQ" },
            ["dq"] = new() { DQ = "AQ" },
            ["qi"] = new() { QI = "AQ" },
            ["priv"] = new() { Priv = "AQ" },
            ["additional"] = new() { AdditionalData = { ["oth"] = "[]" } },
            ["additional of an unknown type"] = new() { AdditionalData = { ["d"] = new object() } },
        };
        JsonWebKey other = new();
        other.Oth.Add("AQ");
        keys.Add("oth", other);
        return keys.Select(pair => new TestCaseData(pair.Value) { TestName = $"TryCreate_refuses_the_set_for_{pair.Key}" });
    }

    private static byte[] Padded(int length)
    {
        byte[] json = new byte[length];
        json.AsSpan().Fill((byte)' ');
        """{"keys":[]}"""u8.CopyTo(json);
        return json;
    }
}
