using MtlsAuth.JwksUri.Fetching;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>Bodies that are too long, too short, compressed, or cut off.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFetcherBodyTests
{
    private const string OkWithoutLength = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private const int MaximumLength = 4_096;

    [TestCase("", MaximumLength, JwksUriFailure.None)]
    [TestCase("", MaximumLength + 1, JwksUriFailure.DocumentTooLong)]
    [TestCase("gzip", MaximumLength, JwksUriFailure.None)]
    [TestCase("gzip", MaximumLength + 1, JwksUriFailure.DocumentTooLong)]
    [TestCase("deflate", MaximumLength, JwksUriFailure.None)]
    [TestCase("deflate", MaximumLength + 1, JwksUriFailure.DocumentTooLong)]
    [TestCase("br", MaximumLength, JwksUriFailure.None)]
    [TestCase("br", MaximumLength + 1, JwksUriFailure.DocumentTooLong)]
    [TestCase("BR", MaximumLength, JwksUriFailure.None)]
    public async Task The_length_is_limited_also_after_decompression(string coding, int length, JwksUriFailure expected)
    {
        byte[] document = OfLength(length);
        await using HostileServer server = coding.Length == 0
            ? HostileServer.Answer(Ok, document)
            : HostileServer.Answer($"{Ok}\nContent-Encoding: {coding}", Compress(coding.ToLowerInvariant(), document));
        using TestFetcher fetcher = new(static options => options.MaximumDocumentLength = MaximumLength);

        (await fetcher.FetchAsync(server)).Failure.Should().Be(expected);
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [NonParallelizable]
    public async Task A_bomb_costs_no_more_than_the_limit(string coding)
    {
        byte[] bomb = Compress(coding, new byte[64 * 1_048_576]);
        bomb.Length.Should().BeLessThan(100_000);
        await using HostileServer server = HostileServer.Answer($"{Ok}\nContent-Encoding: {coding}", bomb);
        using TestFetcher fetcher = new();

        long before = GC.GetTotalAllocatedBytes();
        FetchResult result = await fetcher.FetchAsync(server);

        result.ShouldBe(JwksUriFailure.DocumentTooLong);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(32 * 1_048_576);
    }

    [Test]
    public async Task A_body_that_nobody_wants_is_not_read_to_its_end()
    {
        await using HostileServer server = HostileServer.Answer("500 Internal Server Error", new byte[100_000]);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ServerError, "500");
        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ServerError, "500");

        server.ConnectionCount.Should().Be(2, "a connection with something left on it is closed");
    }

    [Test]
    public async Task A_length_that_is_announced_is_refused_before_anything_is_read()
    {
        await using HostileServer server = HostileServer.Start(
            static exchange => exchange.SendAsync($"{OkWithoutLength}Content-Length: 262145\r\n\r\n"));
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.DocumentTooLong, "262144");

        await server.WhenConnectionsAreClosedAsync();
    }

    [Test]
    public async Task An_endless_body_is_read_up_to_the_limit()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Transfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await exchange.SendAsync("400\r\n" + new string(' ', 1_024) + "\r\n");
            }
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.DocumentTooLong);

        await server.WhenConnectionsAreClosedAsync();
    }

    [Test]
    public async Task An_endless_compressed_body_of_nothing_is_read_up_to_the_limit()
    {
        // Members of gzip follow one upon another, each of them empty.
        byte[] nothing = Convert.FromHexString("1F8B08000000000000FF" + "0300" + "0000000000000000");
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
            while (true)
            {
                await exchange.SendAsync(nothing);
            }
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.DocumentTooLong);

        await server.WhenConnectionsAreClosedAsync();
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task A_body_that_is_not_compressed_as_it_says_is_broken(string coding)
    {
        await using HostileServer server = HostileServer.Answer($"{Ok}\nContent-Encoding: {coding}", OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "not compressed");
    }

    [TestCase("zstd")]
    [TestCase("gzip, gzip")]
    [TestCase("identity")]
    [TestCase("gzip\nContent-Encoding: br")]
    public async Task A_content_coding_that_was_not_asked_for_is_refused(string coding)
    {
        await using HostileServer server = HostileServer.Answer($"{Ok}\nContent-Encoding: {coding}", Compress("gzip", OneKey));
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.UnexpectedContentType, "content coding");
    }

    [Test]
    public async Task A_body_shorter_than_announced_is_broken()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Content-Length: {OneKey.Length + 1}\r\n\r\n");
            await exchange.SendAsync(OneKey);
            await exchange.CloseAsync();
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "cut off");
    }

    [Test]
    public async Task A_body_longer_than_announced_is_no_key_set()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Content-Length: {OneKey.Length - 1}\r\n\r\n");
            await exchange.SendAsync(OneKey);
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.InvalidKeySet);

        // What was too much is nobody's next response.
        await server.WhenConnectionsAreClosedAsync();
    }

    // Without a length the end of the connection ends the body: only the document tells that something is missing.
    [Test]
    public async Task A_body_without_a_length_that_is_truncated_is_no_key_set()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Connection: close\r\n\r\n");
            await exchange.SendAsync(OneKey.AsMemory(0, OneKey.Length - 1));
            exchange.Truncate();
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.InvalidKeySet);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_that_is_cut_off_is_broken(bool isReset)
    {
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            await exchange.SendAsync($"{OkWithoutLength}Content-Length: {OneKey.Length}\r\n\r\n");
            await exchange.SendAsync(OneKey.AsMemory(0, 10));
            Cut(exchange, isReset);
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "cut off");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_head_that_is_cut_off_is_broken(bool isReset)
    {
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            await exchange.SendAsync(OkWithoutLength);
            Cut(exchange, isReset);
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "cut off");
    }

    [TestCase("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [TestCase("HTTP/1.1 2OO OK\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nnot hexadecimal\r\n")]
    public async Task What_is_no_HTTP_is_broken(string response)
    {
        await using HostileServer server = HostileServer.Start(async exchange =>
        {
            await exchange.SendAsync(response);
            await exchange.CloseAsync();
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken);
    }

    [Test]
    public async Task Huge_headers_are_broken()
    {
        await using HostileServer server = HostileServer.Answer($"{Ok}\nX: {new string('a', 16 * 1_024)}", OneKey);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "headers are too long");
    }

    [Test]
    public async Task Endless_headers_are_broken()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.SendAsync(OkWithoutLength);
            while (true)
            {
                await exchange.SendAsync("X: y\r\n");
            }
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.ResponseBroken, "headers are too long");
    }

    private static void Cut(Exchange exchange, bool isReset)
    {
        if (isReset)
        {
            exchange.Reset();
        }
        else
        {
            exchange.Truncate();
        }
    }
}
