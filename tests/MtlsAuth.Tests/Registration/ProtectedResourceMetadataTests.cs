using System.Text.Json.Nodes;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

public sealed class ProtectedResourceMetadataTests
{
    private static readonly string[] Issuers = ["https://as.example.com", "https://login.example/tenant/v2.0"];

    [Test]
    public void Properties_say_what_AddTo_adds()
    {
        ProtectedResourceMetadata metadata = new("https://api.example.com", Issuers);

        metadata.Resource.Should().Be("https://api.example.com");
        metadata.AuthorizationServers.Should().Equal(Issuers);
        metadata.TlsClientCertificateBoundAccessTokens.Should().BeFalse();
    }

    // RFC 9728 §3.1, with its examples.
    [TestCase("https://resource.example.com", "https://resource.example.com/.well-known/oauth-protected-resource")]
    [TestCase("https://resource.example.com/", "https://resource.example.com/.well-known/oauth-protected-resource")]
    [TestCase("https://resource.example.com/resource1", "https://resource.example.com/.well-known/oauth-protected-resource/resource1")]
    [TestCase("https://a.example/v1/", "https://a.example/.well-known/oauth-protected-resource/v1/")]
    [TestCase("https://a.example:8443/v1?x=/", "https://a.example:8443/.well-known/oauth-protected-resource/v1?x=/")]
    [TestCase("https://a.example?x", "https://a.example/.well-known/oauth-protected-resource?x")]
    [TestCase("https://a.example/?x", "https://a.example/.well-known/oauth-protected-resource?x")]
    public void Address_is_between_host_and_path(string resource, string expected) =>
        new ProtectedResourceMetadata(resource).Address.AbsoluteUri.Should().Be(expected);

    [Test]
    public void AddTo_writes_all_members_and_keeps_others()
    {
        JsonObject document = JsonNode.Parse("""{ "resource": "https://old.example", "scopes_supported": [ "accounts" ] }""")!.AsObject();

        new ProtectedResourceMetadata("https://api.example.com/v1", Issuers) { TlsClientCertificateBoundAccessTokens = true }.AddTo(document);

        document.ShouldBeJson("""
            {
              "resource": "https://api.example.com/v1",
              "scopes_supported": [ "accounts" ],
              "authorization_servers": [ "https://as.example.com", "https://login.example/tenant/v2.0" ],
              "tls_client_certificate_bound_access_tokens": true
            }
            """);
    }

    [Test]
    public void AddTo_leaves_out_what_there_is_not()
    {
        JsonObject document = [];

        new ProtectedResourceMetadata("https://api.example.com").AddTo(document);

        document.ShouldBeJson("""{ "resource": "https://api.example.com" }""");
    }

    [Test]
    public void GetMembers_gives_new_values_each_time()
    {
        ProtectedResourceMetadata metadata = new("https://api.example.com", Issuers);
        JsonObject first = [], second = [];

        metadata.AddTo(first);
        metadata.AddTo(second);

        second.ToJsonString().Should().Be(first.ToJsonString());
    }

    [TestCase("")]
    [TestCase("api.example.com")]
    [TestCase("/v1")]
    [TestCase("http://api.example.com")]
    [TestCase("HTTPS://api.example.com")]
    [TestCase("https://api.example.com#here")]
    [TestCase("https://api.example.com/\"")]
    [TestCase("https://api.example.com/a b")]
    [TestCase("https://api.example.com/\u007f")]
    [TestCase("https://api.example.com\\v1")]
    [TestCase("https://bücher.example")]
    [TestCase("https://api.example.com\r\nX: y")]
    [TestCase("https://")]
    [TestCase("https:///v1")]
    public void Constructor_refuses_what_is_no_resource_identifier(string resource)
    {
        Action create = () => _ = new ProtectedResourceMetadata(resource);

        create.Should().Throw<ArgumentException>().WithParameterName(nameof(resource));
    }

    [TestCase("http://as.example.com")]
    [TestCase("https://as.example.com?tenant=1")]
    [TestCase("https://as.example.com#here")]
    [TestCase(null)]
    public void Constructor_refuses_what_is_no_issuer(string? issuer)
    {
        Action create = () => _ = new ProtectedResourceMetadata("https://api.example.com", ["https://as.example.com", issuer!]);

        create.Should().Throw<ArgumentException>().WithParameterName("authorizationServers");
    }
}
