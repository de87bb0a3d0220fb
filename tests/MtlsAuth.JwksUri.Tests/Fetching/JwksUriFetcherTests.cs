using System.Globalization;
using MtlsAuth.JwksUri.Fetching;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>Requests, statuses, and what comes of a response.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFetcherTests
{
    [TestCase("application/jwk-set+json")]
    [TestCase("application/json")]
    [TestCase("Application/JSON; charset=utf-8")]
    [TestCase("application/jwk-set+json;profile=\"a;b\"")]
    public async Task A_key_set_is_fetched(string contentType)
    {
        await using HostileServer server = HostileServer.Answer($"200 OK\nContent-Type: {contentType}", OneKey);
        using TestFetcher fetcher = new();

        FetchResult result = await fetcher.FetchAsync(server);

        result.ShouldBeKeys();
        result.Lifetime.Should().BeNull();
        result.Validators.Should().Be(default(Validators));
    }

    [Test]
    public async Task The_request_says_what_is_wanted_and_nothing_about_who_asks()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();

        await fetcher.FetchAsync(server);

        server.Requests.Should().ContainSingle().Which.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo(
            "GET /jwks?secret=of-the-client HTTP/1.1",
            $"Host: {ServerCertificates.Host}:{server.Port}",
            "Accept: application/jwk-set+json, application/json",
            "Accept-Encoding: gzip, deflate, br",
            "User-Agent: MtlsAuth");
    }

    [Test]
    public async Task A_connection_is_used_again()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBeKeys();
        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        server.ConnectionCount.Should().Be(1);
        server.Requests.Should().HaveCount(2);
    }

    [Test]
    public async Task Changed_keys_are_seen()
    {
        int fetches = 0;
        await using HostileServer server = HostileServer.Start(exchange => exchange.AnswerAsync(Ok, Create(++fetches)));
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBeKeys(1);
        (await fetcher.FetchAsync(server)).ShouldBeKeys(2);
    }

    [Test]
    public async Task A_response_says_how_long_it_may_be_used_and_how_to_ask_again()
    {
        await using HostileServer server = HostileServer.Answer(
            $"{Ok}\nCache-Control: max-age=600\nAge: 60\nETag: W/\"v1\"\nLast-Modified: Tue, 24 Nov 2026 10:00:00 GMT", OneKey);
        using TestFetcher fetcher = new();

        FetchResult result = await fetcher.FetchAsync(server);

        result.Lifetime.Should().Be(TimeSpan.FromMinutes(9));
        result.Validators.Should().Be(new Validators("W/\"v1\"", new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task A_conditional_request_may_be_answered_by_304()
    {
        await using HostileServer server = HostileServer.Start(
            static exchange => exchange.SendAsync("HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\n\r\n"));
        using TestFetcher fetcher = new();
        Validators validators = new("\"v1\"", new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

        FetchResult result = await fetcher.FetchAsync(server, validators);

        result.ShouldBeUnchanged();
        result.Lifetime.Should().Be(TimeSpan.FromMinutes(1));
        result.Validators.Should().Be(validators);
        server.Requests[0].Should().Contain("\r\nIf-None-Match: \"v1\"\r\n")
            .And.Contain("\r\nIf-Modified-Since: Tue, 24 Nov 2026 10:00:00 GMT\r\n");
    }

    [Test]
    public async Task A_304_may_bring_new_validators()
    {
        await using HostileServer server = HostileServer.Start(
            static exchange => exchange.SendAsync("HTTP/1.1 304 Not Modified\r\nETag: \"v2\"\r\n\r\n"));
        using TestFetcher fetcher = new();

        FetchResult result = await fetcher.FetchAsync(server, new Validators("\"v1\"", null));

        result.Validators.Should().Be(new Validators("\"v2\"", null));
    }

    [Test]
    public async Task A_304_without_condition_is_refused()
    {
        await using HostileServer server = HostileServer.Answer("304 Not Modified");
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.UnexpectedStatus, "status 304");
    }

    // Validators come back from a cache that others may write to.
    [TestCase("*")]
    [TestCase("no tag")]
    [TestCase("\"a\"\r\nX: y")]
    public async Task A_tag_that_is_none_is_not_sent(string entityTag)
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server, new Validators(entityTag, null))).ShouldBeKeys();

        server.Requests[0].Should().NotContain("If-None-Match");
    }

    [TestCase(512, true)]
    [TestCase(513, false)]
    public async Task A_tag_of_any_length_is_not_kept(int length, bool isKept)
    {
        string tag = $"\"{new string('a', length - 2)}\"";
        await using HostileServer server = HostileServer.Answer($"{Ok}\nETag: {tag}", OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).Validators.EntityTag.Should().Be(isKept ? tag : null);
    }

    [TestCase(201, JwksUriFailure.UnexpectedStatus)]
    [TestCase(204, JwksUriFailure.UnexpectedStatus)]
    [TestCase(206, JwksUriFailure.UnexpectedStatus)]
    [TestCase(300, JwksUriFailure.Redirected)]
    [TestCase(301, JwksUriFailure.Redirected)]
    [TestCase(302, JwksUriFailure.Redirected)]
    [TestCase(307, JwksUriFailure.Redirected)]
    [TestCase(308, JwksUriFailure.Redirected)]
    [TestCase(399, JwksUriFailure.Redirected)]
    [TestCase(400, JwksUriFailure.UnexpectedStatus)]
    [TestCase(401, JwksUriFailure.UnexpectedStatus)]
    [TestCase(404, JwksUriFailure.UnexpectedStatus)]
    [TestCase(407, JwksUriFailure.UnexpectedStatus)]
    [TestCase(408, JwksUriFailure.ServerError)]
    [TestCase(410, JwksUriFailure.UnexpectedStatus)]
    [TestCase(425, JwksUriFailure.ServerError)]
    [TestCase(429, JwksUriFailure.ServerError)]
    [TestCase(499, JwksUriFailure.UnexpectedStatus)]
    [TestCase(500, JwksUriFailure.ServerError)]
    [TestCase(503, JwksUriFailure.ServerError)]
    [TestCase(599, JwksUriFailure.ServerError)]
    [TestCase(600, JwksUriFailure.UnexpectedStatus)]
    public async Task Another_status_is_a_failure_even_with_keys(int status, JwksUriFailure expected)
    {
        await using HostileServer server = HostileServer.Answer(
            $"{status.ToString(CultureInfo.InvariantCulture)} Whatever\nContent-Type: application/json", status == 204 ? default : OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(expected, $"status {status.ToString(CultureInfo.InvariantCulture)}");
    }

    [TestCase("text/html")]
    [TestCase("application/jwk+json")]
    [TestCase("application/jose+json")]
    [TestCase("application/jsonp")]
    [TestCase("text/json")]
    [TestCase("application/json, text/html")]
    [TestCase("\u00ff\u0007")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        await using HostileServer server = HostileServer.Answer($"200 OK\nContent-Type: {contentType}", OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.UnexpectedContentType);
    }

    [Test]
    public async Task No_content_type_is_refused()
    {
        await using HostileServer server = HostileServer.Answer("200 OK\nServer: none", OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.UnexpectedContentType, "no content type");
    }

    [Test]
    public async Task A_page_is_no_key_set()
    {
        await using HostileServer server = HostileServer.Answer(Ok, "<html><body>Log in, please</body></html>"u8.ToArray());
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.InvalidKeySet, nameof(ClientJwkSetError.InvalidJson));
    }

    [Test]
    public async Task Another_object_is_no_key_set()
    {
        await using HostileServer server = HostileServer.Answer(Ok, "{}"u8.ToArray());
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.InvalidKeySet, nameof(ClientJwkSetError.NotAJwkSet));
    }

    [Test]
    public async Task Invalid_UTF8_is_no_key_set()
    {
        await using HostileServer server = HostileServer.Answer(Ok, (byte[])[.. "{\"keys\":[],\"a\":\""u8, 0xC0, 0xAF, .. "\"}"u8]);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.InvalidKeySet, nameof(ClientJwkSetError.InvalidJson));
    }

    [TestCase("""{"kty":"oct","k":"c2VjcmV0LW9mLXRoZS1jbGllbnQ"}""", ClientJwkSetError.SymmetricKey)]
    [TestCase("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg","d":"nWGx"}""", ClientJwkSetError.PrivateKey)]
    public async Task A_secret_that_is_published_is_exposed(string key, ClientJwkSetError expected)
    {
        await using HostileServer server = HostileServer.Answer(Ok, OfKeys(key));
        using TestFetcher fetcher = new();

        FetchResult result = await fetcher.FetchAsync(server);

        result.ShouldBe(JwksUriFailure.PrivateKeyExposed, expected.ToString());
        result.Detail.Should().NotContainAny("c2VjcmV0", "nWGx");
    }

    [Test]
    public async Task Ten_thousand_keys_are_refused()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OfKeys([.. Enumerable.Repeat("{\"kty\":\"x\"}", 10_000)]));
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.TooManyKeys);
    }

    [TestCase(3, JwksUriFailure.None)]
    [TestCase(4, JwksUriFailure.TooManyKeys)]
    public async Task The_number_of_keys_is_limited(int count, JwksUriFailure expected)
    {
        await using HostileServer server = HostileServer.Answer(Ok, Create(count));
        using TestFetcher fetcher = new(static options => options.MaximumKeyCount = 3);

        (await fetcher.FetchAsync(server)).Failure.Should().Be(expected);
    }

    [TestCase("http://keys.example/jwks")]
    [TestCase("keys.example")]
    [TestCase("https://user@keys.example/jwks")]
    [TestCase("")]
    public async Task A_URL_that_is_none_is_not_fetched(string uri)
    {
        using TestFetcher fetcher = new();

        FetchResult result = await fetcher.FetchAsync(uri);

        result.Failure.Should().Be(JwksUriFailure.InvalidUri);
        result.Detail.Should().NotBeNull();
        fetcher.ConnectedTo.Should().BeEmpty();
    }
}
