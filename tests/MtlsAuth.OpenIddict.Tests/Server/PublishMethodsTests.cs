using System.Text.Json;

namespace MtlsAuth.OpenIddict.Tests.Server;

[Parallelizable(ParallelScope.All)]
internal sealed class PublishMethodsTests
{
    private static readonly string[] Methods =
        ["pub_key_tls_client_auth", "self_signed_tls_client_auth", "tls_client_auth", "client_secret_basic"];

    private static readonly string[] Endpoints =
        ["token", "introspection", "revocation", "device_authorization", "pushed_authorization_request"];

    [Test]
    public async Task The_metadata_document_has_methods_aliases_and_that_tokens_are_bound()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(configureServer: static server => server
            .SetIssuer("https://as.example")
            .SetMtlsTokenEndpointAliasUri("https://mtls.as.example/token")
            .SetMtlsIntrospectionEndpointAliasUri("https://mtls.as.example/introspect"));

        JsonElement document = await GetDocumentAsync(server);

        foreach (string endpoint in Endpoints)
        {
            document.GetProperty($"{endpoint}_endpoint_auth_methods_supported").EnumerateArray().Select(item => item.GetString())
                .Should().Contain(Methods, "of the {0} endpoint", endpoint);
        }

        document.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString().Should()
            .Be("https://mtls.as.example/token");
        document.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean().Should().BeTrue();
    }

    [Test]
    public async Task A_server_that_binds_no_tokens_does_not_say_so()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(configureMtls: static options =>
            options.TokenBinding = new TokenBindingPolicy
            {
                ClientsThatAuthenticateByCertificate = TokenBindingMode.Never,
                ClientsThatAsk = TokenBindingMode.Never,
            });

        JsonElement document = await GetDocumentAsync(server);

        (document.TryGetProperty("tls_client_certificate_bound_access_tokens", out JsonElement isBound) && isBound.GetBoolean())
            .Should().BeFalse();
    }

    private static async Task<JsonElement> GetDocumentAsync(OpenIddictTestServer server)
    {
        using HttpResponseMessage response = await server.GetAsync("/.well-known/openid-configuration");
        return await response.ReadAsync();
    }
}
