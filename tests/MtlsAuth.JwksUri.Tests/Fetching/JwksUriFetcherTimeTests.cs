using System.Net;
using MtlsAuth.JwksUri.Fetching;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>A fetch ends in time, by a clock that the tests turn, and leaves nothing behind.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFetcherTimeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Headers_that_do_not_come_are_not_waited_for()
    {
        TaskCompletionSource asked = new();
        await using HostileServer server = HostileServer.Start(exchange =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, exchange.Stopped);
        });
        using TestFetcher fetcher = new();
        Task<FetchResult> fetch = fetcher.FetchAsync(server);
        await asked.Task.WaitAsync(Long);

        fetcher.Clock.Advance(fetcher.Options.HeadersTimeout - TimeSpan.FromMilliseconds(1));
        fetch.IsCompleted.Should().BeFalse();
        fetcher.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await fetch).ShouldBe(JwksUriFailure.TimedOut, "no headers within 00:00:04");
    }

    [Test]
    public async Task Headers_that_come_slowly_are_not_waited_for()
    {
        TaskCompletionSource<TestFetcher> ready = new();
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            TestFetcher fetcher = await ready.Task;
            foreach (char octet in "HTTP/1.1 200 OK\r\n")
            {
                await exchange.SendAsync(octet.ToString());
                fetcher.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        });
        using TestFetcher fetcher = new();
        Task<FetchResult> fetch = fetcher.FetchAsync(server);
        ready.SetResult(fetcher);

        (await fetch).ShouldBe(JwksUriFailure.TimedOut);

        await server.WhenConnectionsAreClosedAsync();
    }

    [Test]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            await Task.Delay(Timeout.Infinite, exchange.Stopped);
        });
        using TestFetcher fetcher = new(static options => options.HeadersTimeout = options.TotalTimeout);

        (await AdvanceUntilDoneAsync(fetcher, fetcher.FetchAsync(server))).ShouldBe(JwksUriFailure.TimedOut, "not done within 00:00:05");
    }

    [Test]
    public async Task A_cancelled_fetch_closes_its_connection()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

            // Nothing more comes from the other side but the end of the connection.
            await exchange.ReadHeadAsync();
            await exchange.CloseAsync();
        });
        using TestFetcher fetcher = new();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AdvanceUntilDoneAsync(fetcher, fetcher.FetchAsync(server))));

        server.ConnectionCount.Should().Be(8);
        await server.WhenConnectionsAreClosedAsync();
    }

    // The platform connects, by a clock of its own.
    [Test]
    public async Task A_handshake_that_does_not_come_is_not_waited_for()
    {
        await using HostileServer server = HostileServer.StartWithoutTls(static async (stream, stopped) =>
        {
            // Reads the greeting and then the end.
            byte[] buffer = new byte[4_096];
            while (await stream.ReadAsync(buffer, stopped) > 0)
            {
            }
        });
        using TestFetcher fetcher = new(static options => options.ConnectTimeout = TimeSpan.FromMilliseconds(200));

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.TimedOut, "no connection within");

        await server.WhenConnectionsAreClosedAsync();
    }

    [Test]
    public async Task A_name_server_that_does_not_answer_is_not_waited_for()
    {
        using TestFetcher fetcher = new();
        TaskCompletionSource asked = new();
        fetcher.Resolve = (_, cancellationToken) =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith<IPAddress[]>(static _ => [], TaskScheduler.Default);
        };

        Task<FetchResult> fetch = fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks");
        await asked.Task.WaitAsync(Long);
        fetcher.Clock.Advance(fetcher.Options.TotalTimeout);

        (await fetch).ShouldBe(JwksUriFailure.TimedOut);
    }

    [Test]
    public async Task No_more_fetches_than_allowed_are_made_at_a_time()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource go = new();
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            asked.TrySetResult();
            await go.Task.WaitAsync(exchange.Stopped);
            await exchange.AnswerAsync(Ok, OneKey);
        });
        using TestFetcher fetcher = new(static options => options.MaximumConcurrentFetches = 1);

        Task<FetchResult> first = fetcher.FetchAsync(server);
        await asked.Task.WaitAsync(Long);
        Task<FetchResult> second = fetcher.FetchAsync(server);
        second.IsCompleted.Should().BeFalse();
        go.SetResult();

        (await first).ShouldBeKeys();
        (await second).ShouldBeKeys();
        server.ConnectionCount.Should().Be(1);
    }

    [Test]
    public async Task A_fetch_whose_turn_does_not_come_is_given_up()
    {
        using TestFetcher fetcher = new(static options => options.MaximumConcurrentFetches = 1);
        TaskCompletionSource<IPAddress[]> answer = new();
        fetcher.Resolve = (_, _) => answer.Task;
        Task<FetchResult> first = fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks");
        Task<FetchResult> second = fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks");

        fetcher.Clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        second.IsCompleted.Should().BeFalse();
        fetcher.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await second).ShouldBe(JwksUriFailure.Busy, "1 fetches are under way");
        answer.SetResult([]);
        (await first).ShouldBe(JwksUriFailure.NameNotResolved);
        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks")).ShouldBe(JwksUriFailure.NameNotResolved);
    }

    private static async Task<FetchResult> AdvanceUntilDoneAsync(TestFetcher fetcher, Task<FetchResult> fetch)
    {
        // The clock stands still as long as nobody turns it, however slow the machine is.
        while (!fetch.IsCompleted)
        {
            fetcher.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1);
        }

        return await fetch;
    }
}
