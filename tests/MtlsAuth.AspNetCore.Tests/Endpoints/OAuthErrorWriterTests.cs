using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class OAuthErrorWriterTests
{
    [Test]
    public async Task Write_answers_invalid_client_with_a_challenge()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be("ClientCertificate realm=\"oauth\"");
        ShouldBeUncachedJson(response);
    }

    [Test]
    public async Task Write_answers_invalid_client_with_400_where_the_server_wants_that()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(options => options.InvalidClientStatusCode = 400, client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Headers.WwwAuthenticate.Should().BeEmpty();
        (await response.ReadErrorAsync()).Should().Be("invalid_client");
        ShouldBeUncachedJson(response);
    }

    [Test]
    public async Task Write_answers_503_for_a_store_that_is_down()
    {
        await using TestServer server = await TestServer.StartAsync(services => services.AddMtlsAuth().AddClientMetadataStore<BrokenStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.ReadErrorAsync()).Should().Be("temporarily_unavailable");
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        response.Headers.WwwAuthenticate.Should().BeEmpty();
        ShouldBeUncachedJson(response);
    }

    [TestCase(1.9, 1)]
    [TestCase(3_600, 3_600)]
    public async Task Write_says_when_to_ask_again_in_whole_seconds(double setting, int seconds)
    {
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddMtlsAuth(options => options.RetryAfter = TimeSpan.FromSeconds(setting)).AddClientMetadataStore<BrokenStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.Headers.RetryAfter!.ToString().Should().Be($"{seconds}");
    }

    [Test]
    public async Task Write_says_nothing_of_asking_again_where_that_does_not_help()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.Headers.RetryAfter.Should().BeNull();
    }

    [Test]
    public async Task Write_does_not_name_the_method_where_the_server_wants_that()
    {
        using TestClient client = new();
        ClientMetadata metadata = client.Metadata with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth };
        await using TestServer server = await StartAsync(options => options.RevealUnsupportedMethod = false, metadata);

        string known = await DescribeAsync(await server.PostTokenAsync(client.Form, client.Certificate));
        string unknown = await DescribeAsync(await server.PostTokenAsync("client_id=unknown", client.Certificate));

        known.Should().Be(unknown);
    }

    [Test]
    public async Task Write_names_the_method_that_is_not_enabled()
    {
        using TestClient client = new();
        ClientMetadata metadata = client.Metadata with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth };
        await using TestServer server = await TestServer.StartAsync(metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.ReadDescriptionAsync()).Should().Be(
            "The server does not support the client authentication method self_signed_tls_client_auth");
    }

    [Test]
    public async Task Write_gives_one_answer_for_all_that_is_wrong_with_a_client()
    {
        using TestClient client = new();
        using TestClient other = new("other");
        using TestClient secret = new("secret") { Metadata = new ClientMetadata { ClientId = "secret" } };
        await using TestServer server = await TestServer.StartAsync(client.Metadata, secret.Metadata);

        string[] answers =
        [
            await DescribeAsync(await server.PostTokenAsync(client.Form)),
            await DescribeAsync(await server.PostTokenAsync(client.Form, other.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(other.Form, other.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(secret.Form, client.Certificate)),
            await DescribeAsync(await server.PostTokenAsync("", client.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(client.Form + "&client_secret=x", other.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(client.Form + "&client_secret=x", client.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(client.Form + "&client_secret=x")),
            await DescribeAsync(await server.PostTokenAsync(secret.Form + "&client_secret=x", other.Certificate)),
            await DescribeAsync(await server.PostTokenAsync(other.Form + "&client_secret=x", other.Certificate)),
        ];

        answers.Should().OnlyContain(answer => answer == answers[0]);
        server.Logs.Select(record => record.GetStructuredStateValue("Reason")).Should().Equal(
            "MissingCertificate", "PublicKeyNotRegistered", "UnknownClient", "NotAMutualTlsClient", "MissingClientId",
            "MultipleCredentials", "MultipleCredentials", "MissingCertificate", "NotAMutualTlsClient", "UnknownClient");
    }

    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
    [TestCase("client_id=client")]
    [TestCase("client_id=client&client_secret=s")]
    [TestCase("client_id=%22%0d%0a")]
    [TestCase("client_id=a&client_id=b")]
    public async Task Write_describes_errors_in_the_characters_of_OAuth(string form)
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(form);

        (await response.ReadDescriptionAsync()).Should().MatchRegex("^[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+$");
    }

    [Test]
    public async Task Write_keeps_the_challenges_of_others()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return next(context);
                });
                TestServer.MapToken(app);
            });

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).Should().Equal("Bearer", "ClientCertificate");
    }

    [Test]
    public async Task WriteOAuthErrorAsync_writes_what_the_server_chose()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(),
            app => app.MapPost("/token", (HttpContext context) => context.WriteOAuthErrorAsync(new OAuthError("invalid_scope", "No", 400))));

        using HttpResponseMessage response = await server.PostTokenAsync("");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"error":"invalid_scope","error_description":"No"}""");
        ShouldBeUncachedJson(response);
    }

    private static void ShouldBeUncachedJson(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Headers.Pragma.ToString().Should().Be("no-cache");
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return $"{response.StatusCode} {response.Headers.WwwAuthenticate} {await response.Content.ReadAsStringAsync()}";
        }
    }

    private static Task<TestServer> StartAsync(Action<MtlsAuthOptions> configure, params ClientMetadata[] clients) =>
        TestServer.StartAsync(services => services.AddMtlsAuth(configure).AddInMemoryClients(clients));

    internal sealed class BrokenStore : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new ClientMetadataUnavailableException("db1 does not answer", new TimeoutException());
    }
}
