using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>The client that fetches is the library's own, whatever an application does to its others.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriHttpClientTests
{
    [Test]
    public async Task What_an_application_sets_for_all_clients_does_not_count()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new(configureServices: static services => services.ConfigureHttpClientDefaults(static builder => builder
            .ConfigureHttpClient(static client =>
            {
                client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
                client.DefaultRequestVersion = HttpVersion.Version20;
                client.Timeout = TimeSpan.FromTicks(1);
            })
            .ConfigurePrimaryHttpMessageHandler(static () => new Unwanted())
            .AddHttpMessageHandler(static () => new UnwantedInBetween())));

        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        server.Requests.Should().ContainSingle().Which.Should().NotContain("Authorization");
    }

    [Test]
    public async Task Nobody_else_logs_the_URL()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new(configureServices: static services =>
            services.AddLogging(static logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Trace)));

        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        fetcher.GetService<FakeLogCollector>().GetSnapshot().Should().BeEmpty();
    }

    [Test]
    public async Task A_trace_is_not_told_to_the_other_side()
    {
        using Activity activity = new("authentication");
        activity.SetIdFormat(ActivityIdFormat.W3C).AddBaggage("user", "secret").Start();
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        server.Requests[0].ToUpperInvariant().Should().NotContainAny("TRACEPARENT", "BAGGAGE", "REQUEST-ID", "CORRELATION");
    }

    [Test]
    public async Task A_cookie_is_not_kept()
    {
        await using HostileServer server = HostileServer.Answer($"{Ok}\nSet-Cookie: a=b; Path=/; Secure", OneKey);
        using TestFetcher fetcher = new();

        await fetcher.FetchAsync(server);
        await fetcher.FetchAsync(server);

        server.Requests.Should().HaveCount(2)
            .And.NotContain(static request => request.Contains("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public async Task A_challenge_is_not_answered()
    {
        await using HostileServer server = HostileServer.Answer("401 Unauthorized\nWWW-Authenticate: Negotiate");
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.UnexpectedStatus, "status 401");

        server.Requests.Should().ContainSingle();
    }

    private sealed class Unwanted : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }

    private sealed class UnwantedInBetween : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
