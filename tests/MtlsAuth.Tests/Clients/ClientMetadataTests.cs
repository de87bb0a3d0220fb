using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Tests.KeySets;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Clients;

public sealed class ClientMetadataTests
{
    private const string Full = """
        {
          "client_id": "c",
          "client_name": "C",
          "token_endpoint_auth_method": "tls_client_auth",
          "jwks": { "keys": [] },
          "jwks_uri": "https://c.example/jwks",
          "tls_client_auth_subject_dn": "CN=c",
          "tls_client_auth_san_dns": "c.example",
          "tls_client_auth_san_uri": "https://c.example",
          "tls_client_auth_san_ip": "192.0.2.1",
          "tls_client_auth_san_email": "c@c.example",
          "tls_client_auth_root_dn": "CN=root",
          "tls_client_certificate_bound_access_tokens": true,
          "self_signed_tls_client_auth_matching": "public_key",
          "grant_types": ["client_credentials"],
          "x": { "y": null }
        }
        """;

    [Test]
    public void TryParse_reads_every_member()
    {
        ClientMetadata client = Read(Full);

        client.ClientId.Should().Be("c");
        client.ClientName.Should().Be("C");
        client.TokenEndpointAuthMethod.Should().Be("tls_client_auth");
        client.Jwks!.Keys.Should().BeEmpty();
        client.JwksUri.Should().Be("https://c.example/jwks");
        client.TlsClientAuthSubjectDn.Should().Be("CN=c");
        client.TlsClientAuthSanDns.Should().Be("c.example");
        client.TlsClientAuthSanUri.Should().Be("https://c.example");
        client.TlsClientAuthSanIp.Should().Be("192.0.2.1");
        client.TlsClientAuthSanEmail.Should().Be("c@c.example");
        client.TlsClientAuthRootDn.Should().Be("CN=root");
        client.TlsClientCertificateBoundAccessTokens.Should().BeTrue();
        client.SelfSignedMatching.Should().Be(SelfSignedMatching.PublicKey);
        client.AdditionalMembers!.Keys.Should().Equal("grant_types", "x");
    }

    [Test]
    public void ToUtf8Json_writes_what_was_read() =>
        JsonNode.DeepEquals(JsonNode.Parse(Read(Full).ToUtf8Json()), JsonNode.Parse(Full)).Should().BeTrue();

    [Test]
    public void ToUtf8Json_leaves_out_what_is_not_there() =>
        Encoding.UTF8.GetString(new ClientMetadata { ClientId = "c" }.ToUtf8Json()).Should().Be("""{"client_id":"c"}""");

    [Test]
    public void ToUtf8Json_writes_additional_members_that_the_application_sets()
    {
        ClientMetadata client = new()
        {
            ClientId = "c",
            AdditionalMembers = new Dictionary<string, JsonElement> { ["scope"] = JsonElement.Parse("\"a b\"") },
        };

        Encoding.UTF8.GetString(client.ToUtf8Json()).Should().Be("""{"client_id":"c","scope":"a b"}""");
    }

    [TestCase("{}")]
    [TestCase("""{"client_id":null}""")]
    [TestCase("""{"client_id":""}""")]
    public void ClientId_is_empty_where_there_is_none(string json) => Read(json).ClientId.Should().BeEmpty();

    [TestCase("client_name")]
    [TestCase("token_endpoint_auth_method")]
    [TestCase("jwks")]
    [TestCase("jwks_uri")]
    [TestCase("tls_client_auth_subject_dn")]
    [TestCase("tls_client_auth_san_dns")]
    [TestCase("tls_client_auth_san_uri")]
    [TestCase("tls_client_auth_san_ip")]
    [TestCase("tls_client_auth_san_email")]
    [TestCase("tls_client_auth_root_dn")]
    [TestCase("tls_client_certificate_bound_access_tokens")]
    [TestCase("self_signed_tls_client_auth_matching")]
    public void TryParse_takes_an_empty_member_for_absent(string name)
    {
        ClientMetadata absent = Read("""{"client_id":"c"}""");

        Read($$"""{"client_id":"c","{{name}}":""}""").Should().Be(absent);
        Read($$"""{"client_id":"c","{{name}}":null}""").Should().Be(absent);
    }

    [Test]
    public void TryParse_reads_the_members_beside_an_empty_one() =>
        Read("""{"client_id":"c","jwks_uri":"","x":"","tls_client_auth_san_dns":"a"}""")
            .Should().BeEquivalentTo(new { ClientId = "c", JwksUri = (string?)null, TlsClientAuthSanDns = "a" });

    [Test]
    public void TryParse_names_the_member_of_a_wrong_type_beside_an_empty_one() =>
        Refuse("""{"jwks_uri":"","client_name":5}""")
            .Should().BeEquivalentTo(new ClientMetadataError("$.client_name", "The value has the wrong type."));

    [Test]
    public void Empty_texts_are_absent_in_objects_as_well() =>
        new ClientMetadata
        {
            ClientName = string.Empty,
            TokenEndpointAuthMethod = string.Empty,
            JwksUri = string.Empty,
            TlsClientAuthSubjectDn = string.Empty,
            TlsClientAuthSanDns = string.Empty,
            TlsClientAuthSanUri = string.Empty,
            TlsClientAuthSanIp = string.Empty,
            TlsClientAuthSanEmail = string.Empty,
            TlsClientAuthRootDn = string.Empty,
        }.Should().Be(new ClientMetadata());

    [TestCase("true")]
    [TestCase("false")]
    public void ToUtf8Json_writes_whether_bound_tokens_were_asked_for(string value)
    {
        string json = $$"""{"client_id":"c","tls_client_certificate_bound_access_tokens":{{value}}}""";

        Encoding.UTF8.GetString(Read(json).ToUtf8Json()).Should().Be(json);
    }

    [Test]
    public void TryParse_keeps_to_the_limits_of_the_caller()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"jwks":{"keys":[{},{}]}}""");

        bool IsRead(int maximumLength, int maximumKeyCount, out ClientMetadataError? error) =>
            ClientMetadata.TryParse(json, out _, out error, maximumLength, maximumKeyCount);

        IsRead(json.Length, 2, out _).Should().BeTrue();
        IsRead(json.Length, 1, out ClientMetadataError? tooMany).Should().BeFalse();
        IsRead(json.Length - 1, 1_000, out ClientMetadataError? tooLong).Should().BeFalse();

        tooMany!.ToString().Should().Contain("$.jwks").And.Contain("The key set is refused: TooManyKeys.");
        tooLong!.Description.Should().Be("The text is too long.");
    }

    [TestCase("""{"jwks":{"keys":[{"kid":"\ud800"}]}}""")]
    [TestCase("""{"jwks":{"keys":[{"\ud800":1}]}}""")]
    [TestCase("""{"jwks":{"\ud800":1,"keys":[]}}""")]
    [TestCase("""{"\ud800":1}""")]
    public void TryParse_refuses_what_is_no_text(string json)
    {
        Refuse(json).Path.Should().Be("$");
        FluentActions.Invoking(() => JsonSerializer.Deserialize<ClientMetadata>(json)).Should().Throw<JsonException>();
    }

    [TestCase("""{"client_id":5}""", "$.client_id")]
    [TestCase("""{"client_name":[]}""", "$.client_name")]
    [TestCase("""{"token_endpoint_auth_method":{}}""", "$.token_endpoint_auth_method")]
    [TestCase("""{"jwks_uri":true}""", "$.jwks_uri")]
    [TestCase("""{"tls_client_certificate_bound_access_tokens":"true"}""", "$.tls_client_certificate_bound_access_tokens")]
    [TestCase("""{"self_signed_tls_client_auth_matching":"neither"}""", "$.self_signed_tls_client_auth_matching")]
    [TestCase("""{"self_signed_tls_client_auth_matching":1}""", "$.self_signed_tls_client_auth_matching")]
    [TestCase("""{"self_signed_tls_client_auth_matching":"1"}""", "$.self_signed_tls_client_auth_matching")]
    public void TryParse_names_the_member_of_a_wrong_type(string json, string path)
    {
        ClientMetadataError error = Refuse(json);

        error.Should().BeEquivalentTo(new ClientMetadataError(path, "The value has the wrong type.") { LineNumber = 1 });
    }

    [TestCase("""{"keys":[{"kty":"oct"}]}""", "The key set is refused: SymmetricKey.")]
    [TestCase("""{"keys":[{"d":"secret"}]}""", "The key set is refused: PrivateKey.")]
    [TestCase("""{"keys":5}""", "The key set is refused: NotAJwkSet.")]
    [TestCase("[]", "The key set is refused: NotAJwkSet.")]
    public void TryParse_says_why_keys_are_refused(string jwks, string description)
    {
        ClientMetadataError error = Refuse($$"""{"jwks":{{jwks}}}""");

        (error.Path, error.Description).Should().Be(("$.jwks", description));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"c\"")]
    public void TryParse_refuses_what_is_no_object(string json) =>
        Refuse(json).Should().BeEquivalentTo(new ClientMetadataError("$", "Client metadata is a JSON object."));

    [TestCase("""{"client_id":"c","client_id":"d"}""")]
    [TestCase("""{"client_id":"\uD800"}""")]
    [TestCase("""{"client_id":"c"} {}""")]
    [TestCase("")]
    [TestCase("\uFEFF{}")]
    public void TryParse_refuses_what_is_not_strict_JSON(string json)
    {
        ClientMetadataError error = Refuse(json);

        (error.Path, error.Description).Should()
            .Be(("$", "The text is not JSON as it has to be: UTF-8, each member once, not nested deeply."));
    }

    [Test]
    public void TryParse_refuses_a_text_that_is_too_long()
    {
        byte[] json = new byte[1_048_577];
        json.AsSpan().Fill((byte)' ');
        "{}"u8.CopyTo(json);

        ClientMetadata.TryParse(json, out _, out ClientMetadataError? error).Should().BeFalse();
        ClientMetadata.TryParse(json.AsSpan(1..), out _, out _).Should().BeFalse("the first octet of the object is missing");
        ClientMetadata.TryParse(json.AsSpan(..^1), out _, out _).Should().BeTrue();

        error.Should().BeEquivalentTo(new ClientMetadataError("$", "The text is too long."));
    }

    [TestCase("\n{\n\"client_id\": 5}", 3)]
    [TestCase("{\n\n\"client_id\": \"c\",,}", 3)]
    public void TryParse_says_on_which_line_it_failed(string json, int line) => Refuse(json).LineNumber.Should().Be(line);

    [TestCase("""{"client_id":["s3cret"]}""")]
    [TestCase("""{"self_signed_tls_client_auth_matching":"s3cret"}""")]
    [TestCase("""{"jwks":{"keys":[{"kty":"oct","k":"s3cret"}]}}""")]
    [TestCase("""{"jwks":"s3cret"}""")]
    [TestCase("""{"client_secret":"s3cret","client_secret":"s3cret"}""")]
    [TestCase("""{"s3cret":1,"s3cret":1}""")]
    [TestCase("""{"client_secret":"s3cret""")]
    [TestCase("""{"client_secret":s3cret}""")]
    public void Errors_quote_no_value(string json) => Refuse(json).ToString().Should().NotContain("s3cret");

    [Test]
    public void ToString_shows_the_id_and_nothing_else() =>
        (Read(Full) with { ClientId = "c", ClientName = "s3cret" }).ToString().Should().Be("client c");

    [Test]
    public void TryParse_keeps_unusable_keys_with_their_reasons() =>
        Read(Encoding.UTF8.GetString([.. """{"jwks":"""u8, .. TestJwks.ToSet(TestJwks.P256, TestJwks.Rsa.Without("n")), (byte)'}']))
            .Jwks!.SkippedKeys.Should().ContainSingle();

    [TestCase("pub_key_tls_client_auth", true)]
    [TestCase("self_signed_tls_client_auth", true)]
    [TestCase("tls_client_auth", true)]
    [TestCase("TLS_client_auth", false)]
    [TestCase("client_secret_basic", false)]
    [TestCase(null, false)]
    public void IsMutualTls_knows_the_three_methods(string? method, bool expected) =>
        ClientAuthenticationMethods.IsMutualTls(method).Should().Be(expected);

    private static ClientMetadata Read(string json)
    {
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out ClientMetadataError? error)
            .Should().BeTrue("{0}", error);
        error.Should().BeNull();
        return client!;
    }

    private static ClientMetadataError Refuse(string json)
    {
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out ClientMetadataError? error)
            .Should().BeFalse();
        client.Should().BeNull();
        return error!;
    }
}
