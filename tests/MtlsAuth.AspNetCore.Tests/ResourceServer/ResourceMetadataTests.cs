using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>Challenges that say where the metadata of the resource server is (RFC 9728 §5.1).</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ResourceMetadataTests
{
    private const string Parameter = "resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/v1\"";
    private const string Refusal =
        "error=\"invalid_token\", error_description=\"The access token is not bound to the presented client certificate\"";

    private static readonly ProtectedResourceMetadata Metadata = new("https://api.example.com/v1", ["https://as.example.com"])
    {
        TlsClientCertificateBoundAccessTokens = true,
    };

    [Test]
    public async Task Challenge_of_a_request_without_token_names_the_metadata()
    {
        await using ResourceServerHost server = await StartAsync();

        (await GetChallengeAsync(server, null)).Should().Be("Bearer " + Parameter);
    }

    [Test]
    public async Task Challenge_of_a_token_that_does_not_pass_names_the_metadata()
    {
        await using ResourceServerHost server = await StartAsync();

        (await GetChallengeAsync(server, ClientCertificates.BoundToOwn)).Should().Be($"Bearer {Parameter}, {Refusal}");
    }

    [Test]
    public async Task Challenge_keeps_what_the_application_says_in_it()
    {
        await using ResourceServerHost server = await StartAsync(static options => options.Challenge = "Bearer realm=\"api\"");

        (await GetChallengeAsync(server, null)).Should().Be("Bearer realm=\"api\", " + Parameter);
        (await GetChallengeAsync(server, ClientCertificates.BoundToOwn)).Should().Be($"Bearer realm=\"api\", {Parameter}, {Refusal}");
    }

    [Test]
    public async Task Challenge_of_RequireCertificateBoundToken_names_the_metadata()
    {
        await using ResourceServerHost server = await StartAsync();

        (await GetChallengeAsync(server, ClientCertificates.BoundToOwn, "/bound")).Should().Be($"Bearer {Refusal}, {Parameter}");
    }

    [Test]
    public async Task Metadata_is_where_the_challenge_says()
    {
        await using ResourceServerHost server = await StartAsync();

        JsonElement document = await server.CreateClient().GetFromJsonAsync<JsonElement>(Metadata.Address.AbsolutePath);

        document.GetProperty("resource").GetString().Should().Be("https://api.example.com/v1");
        document.GetProperty("authorization_servers")[0].GetString().Should().Be("https://as.example.com");
        document.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean().Should().BeTrue();
    }

    [TestCase("http://api.example.com/x")]
    [TestCase("/x")]
    [TestCase("https://api.example.com/x#y")]
    [TestCase("https://bücher.example/x")]
    public void ResourceMetadata_refuses_what_no_client_could_fetch(string address)
    {
        Action set = () => _ = new CertificateBindingOptions { ResourceMetadata = new Uri(address, UriKind.RelativeOrAbsolute) };

        set.Should().Throw<ArgumentException>().WithMessage($"ResourceMetadata is '{address}'*");
    }

    [TestCase('"')]
    [TestCase('\\')]
    [TestCase(' ')]
    [TestCase('\x7f')]
    public void ResourceMetadata_refuses_what_has_no_place_between_quotation_marks(char character)
    {
        Uri address = new(
            $"https://api.example.com/{character}x", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        Action set = () => _ = new CertificateBindingOptions { ResourceMetadata = address };

        set.Should().Throw<ArgumentException>();
    }

    [Test]
    public void ResourceMetadata_can_be_taken_back() =>
        new CertificateBindingOptions { ResourceMetadata = null }.ResourceMetadata.Should().BeNull();

    [Test]
    public void RequireCertificateBoundToken_refuses_to_let_unbound_tokens_pass()
    {
        Action require = static () => new AuthorizationPolicyBuilder()
            .RequireCertificateBoundToken(static rules => rules.AllowUnboundTokens = true);

        require.Should().Throw<ArgumentException>().WithParameterName("configure");
    }

    private static Task<ResourceServerHost> StartAsync(Action<JwtBearerOptions>? jwtBearer = null) => ResourceServerHost.StartAsync(
        services =>
        {
            services.AddAuthorization().AddAuthentication("Bearer")
                .AddJwtBearer(options =>
                {
                    AccessToken.Accept(options);
                    jwtBearer?.Invoke(options);
                })
                .AddCertificateBinding(static rules => rules.ResourceMetadata = Metadata.Address)
                .AddJwtBearer("Unbound", AccessToken.Accept);
            services.AddAuthorizationBuilder().AddPolicy("bound", static policy => policy
                .AddAuthenticationSchemes("Unbound")
                .RequireAuthenticatedUser()
                .RequireCertificateBoundToken(static rules => rules.ResourceMetadata = Metadata.Address));
        },
        static application =>
        {
            JsonObject document = [];
            Metadata.AddTo(document);
            application.MapGet(Metadata.Address.AbsolutePath, () => document);
            application.MapGet("/", static () => "").RequireAuthorization();
            application.MapGet("/bound", static () => "").RequireAuthorization("bound");
        });

    // With another certificate than the token's.
    private static async Task<string> GetChallengeAsync(ResourceServerHost server, string? cnf, string path = "/")
    {
        string? token = cnf is null ? null : AccessToken.Create(cnf);
        using HttpResponseMessage response = await server.CreateClient(ClientCertificates.Foreign, token).GetAsync(path);
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        return response.Headers.WwwAuthenticate.ToString();
    }
}
