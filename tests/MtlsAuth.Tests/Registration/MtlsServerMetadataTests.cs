using System.Text.Json.Nodes;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

public sealed class MtlsServerMetadataTests
{
    private static readonly string[] TwoMethods =
        [ClientAuthenticationMethods.PubKeyTlsClientAuth, ClientAuthenticationMethods.TlsClientAuth];

    [Test]
    public void Properties_say_what_AddTo_adds()
    {
        KeyValuePair<string, string> alias = new("token_endpoint", "https://mtls.as.example/token");

        MtlsServerMetadata metadata = new([.. TwoMethods, .. TwoMethods], [alias]);

        metadata.Methods.Should().Equal(TwoMethods);
        metadata.Aliases.Should().ContainSingle().Which.Should().Be(alias);
    }

    [Test]
    public void Properties_are_empty_for_a_server_without_methods_and_aliases()
    {
        MtlsServerMetadata metadata = new([]);

        metadata.Methods.Should().BeEmpty();
        metadata.Aliases.Should().BeEmpty();
    }

    [Test]
    public void GetMembers_gives_what_AddTo_adds_beside_the_methods()
    {
        MtlsServerMetadata metadata = new(TwoMethods, [new("token_endpoint", "https://mtls.as.example/token")])
        {
            TlsClientCertificateBoundAccessTokens = true,
            IncludeDraftNames = true,
        };
        JsonObject document = [];
        metadata.AddTo(document);

        new JsonObject(metadata.GetMembers().Select(static member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)))
            .ToJsonString().Should().Be(document.ToJsonString());
        new MtlsServerMetadata(TwoMethods).GetMembers().Should().BeEmpty();
    }

    [Test]
    public void AddTo_lists_the_methods_for_each_endpoint_that_the_server_has()
    {
        JsonObject document = Parse("""
            {
              "token_endpoint": "https://as.example/token",
              "revocation_endpoint": "https://as.example/revoke",
              "introspection_endpoint": "https://as.example/introspect"
            }
            """);

        new MtlsServerMetadata(TwoMethods).AddTo(document);

        document.ShouldBeJson("""
            {
              "token_endpoint": "https://as.example/token",
              "revocation_endpoint": "https://as.example/revoke",
              "introspection_endpoint": "https://as.example/introspect",
              "token_endpoint_auth_methods_supported": [ "pub_key_tls_client_auth", "tls_client_auth" ],
              "revocation_endpoint_auth_methods_supported": [ "pub_key_tls_client_auth", "tls_client_auth" ],
              "introspection_endpoint_auth_methods_supported": [ "pub_key_tls_client_auth", "tls_client_auth" ]
            }
            """);
    }

    [Test]
    public void A_profile_leaves_out_methods_and_says_that_tokens_are_bound()
    {
        MtlsServerMetadata metadata = new(TwoMethods) { Profile = SecurityProfile.Fapi2 };
        JsonObject document = Parse("""{ "token_endpoint": "https://as.example/token" }""");

        metadata.AddTo(document);

        document.ShouldBeJson("""
            {
              "token_endpoint": "https://as.example/token",
              "token_endpoint_auth_methods_supported": [ "tls_client_auth" ],
              "tls_client_certificate_bound_access_tokens": true
            }
            """);
        metadata.Methods.Should().Equal("tls_client_auth");
        new MtlsServerMetadata(TwoMethods) { Profile = SecurityProfile.NlGov }.TlsClientCertificateBoundAccessTokens.Should().BeFalse();
    }

    [Test]
    public void A_profile_demands_aliases_of_the_endpoints_that_the_server_has()
    {
        string[] endpoints =
        [
            "token_endpoint", "registration_endpoint", "userinfo_endpoint", "pushed_authorization_request_endpoint",
            "backchannel_authentication_endpoint",
        ];
        foreach (string endpoint in endpoints)
        {
            JsonObject document = Parse($$"""{ "{{endpoint}}": "https://as.example/x", "issuer": "https://as.example" }""");

            new Action(() => new MtlsServerMetadata(TwoMethods) { Profile = SecurityProfile.FapiBrazil }.AddTo(document))
                .Should().Throw<ArgumentException>().WithMessage($"'{endpoint}' needs an alias under FapiBrazil.*");
            new MtlsServerMetadata(TwoMethods) { Profile = SecurityProfile.UkOpenBanking }.AddTo(document);
            new MtlsServerMetadata(TwoMethods, [new(endpoint, "https://mtls.as.example/x")]) { Profile = SecurityProfile.FapiBrazil }
                .AddTo(document);

            // What is there already, from whomever, is as good.
            new MtlsServerMetadata(TwoMethods) { Profile = SecurityProfile.FapiBrazil }.AddTo(document);
        }
    }

    [Test]
    public void AddTo_keeps_the_servers_own_methods_and_adds_none_twice()
    {
        JsonObject document = Parse("""
            { "token_endpoint": "x", "token_endpoint_auth_methods_supported": [ "private_key_jwt", "tls_client_auth", 7, null ] }
            """);

        new MtlsServerMetadata(TwoMethods).AddTo(document);

        document["token_endpoint_auth_methods_supported"]!.ShouldBeJson(
            """[ "private_key_jwt", "tls_client_auth", 7, null, "pub_key_tls_client_auth" ]""");
    }

    [TestCase(false, false, "{}")]
    [TestCase(false, true, "{}")]
    [TestCase(true, false, """{ "tls_client_certificate_bound_access_tokens": true }""")]
    [TestCase(true, true,
        """{ "tls_client_certificate_bound_access_tokens": true, "mutual_tls_sender_constrained_access_tokens": true }""")]
    public void AddTo_says_whether_tokens_are_bound(bool bound, bool draftNames, string expected)
    {
        JsonObject document = [];

        new MtlsServerMetadata([]) { TlsClientCertificateBoundAccessTokens = bound, IncludeDraftNames = draftNames }.AddTo(document);

        document.ShouldBeJson(expected);
    }

    [Test]
    public void AddTo_joins_aliases_with_those_that_are_there()
    {
        JsonObject document = Parse(
            """{ "mtls_endpoint_aliases": { "token_endpoint": "https://old.example/token", "x_endpoint": "https://x.example" } }""");

        new MtlsServerMetadata([], new Dictionary<string, string> { ["token_endpoint"] = "https://mtls.example/token" }).AddTo(document);

        document["mtls_endpoint_aliases"]!
            .ShouldBeJson("""{ "token_endpoint": "https://mtls.example/token", "x_endpoint": "https://x.example" }""");
    }

    [Test]
    public void AddTo_adds_aliases_to_a_document_without_them()
    {
        JsonObject document = [];

        new MtlsServerMetadata([], new Dictionary<string, string> { ["token_endpoint"] = "https://mtls.example/token" }).AddTo(document);

        document.ShouldBeJson("""{ "mtls_endpoint_aliases": { "token_endpoint": "https://mtls.example/token" } }""");
    }

    [TestCase(
        """{ "token_endpoint": "x", "token_endpoint_auth_methods_supported": "private_key_jwt" }""",
        "token_endpoint_auth_methods_supported")]
    [TestCase("""{ "mtls_endpoint_aliases": null }""", "mtls_endpoint_aliases")]
    public void AddTo_refuses_a_document_whose_members_have_the_wrong_type(string json, string member)
    {
        MtlsServerMetadata metadata = new(TwoMethods, new Dictionary<string, string> { ["token_endpoint"] = "https://mtls.example/token" });

        Action add = () => metadata.AddTo(Parse(json));

        add.Should().Throw<ArgumentException>().WithMessage($"'{member}' has the wrong type.*");
    }

    [TestCase("authorization_endpoint", "https://as.example/authorize")]
    [TestCase("end_session_endpoint", "https://as.example/logout")]
    [TestCase("jwks_uri", "https://as.example/jwks")]
    [TestCase("issuer", "https://as.example")]
    [TestCase("token_endpoint", "http://as.example/token")]
    [TestCase("token_endpoint", "https://as.example/token#here")]
    [TestCase("token_endpoint", "/token")]
    public void Constructor_refuses_an_alias_that_means_nothing(string name, string url)
    {
        Action create = () => _ = new MtlsServerMetadata(TwoMethods, new Dictionary<string, string> { [name] = url });

        create.Should().Throw<ArgumentException>().WithParameterName("mtlsEndpointAliases").WithMessage($"*{name}*");
    }

    [Test]
    public void Constructor_refuses_a_method_that_is_not_known()
    {
        Action create = () => _ = new MtlsServerMetadata(["private_key_jwt"]);

        create.Should().Throw<ArgumentException>().WithParameterName("enabledMethods");
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
