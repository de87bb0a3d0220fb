using System.Net;
using System.Net.Sockets;
using MtlsAuth.JwksUri.Fetching;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>Where a URL may lead.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFetcherAddressTests
{
    private static readonly IPAddress Private = IPAddress.Parse("10.1.2.3");

    [Test]
    public async Task The_address_that_was_judged_is_the_one_that_is_connected_to()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();
        int questions = 0;

        // Once a public address, and from then on the loopback, where there is a server as well.
        fetcher.Resolve = (_, _) => Task.FromResult<IPAddress[]>([questions++ == 0 ? TestFetcher.PublicAddress : IPAddress.Loopback]);

        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        questions.Should().Be(1);
        fetcher.ConnectedTo.Should().Equal(new IPEndPoint(TestFetcher.PublicAddress, server.Port));
    }

    [Test]
    public async Task A_name_that_leads_to_another_address_the_next_time_is_judged_again()
    {
        await using HostileServer server = HostileServer.Start(static async exchange =>
        {
            await exchange.AnswerAsync($"{Ok}\nConnection: close", OneKey);
            await exchange.CloseAsync();
        });
        using TestFetcher fetcher = new();
        int questions = 0;
        fetcher.Resolve = (_, _) => Task.FromResult<IPAddress[]>([questions++ == 0 ? TestFetcher.PublicAddress : IPAddress.Loopback]);

        (await fetcher.FetchAsync(server)).ShouldBeKeys();
        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.AddressNotAllowed, "127.0.0.1");

        server.ConnectionCount.Should().Be(1);
    }

    [Test]
    public async Task Of_several_addresses_the_private_ones_are_left_out()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new();
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([Private, TestFetcher.PublicAddress, IPAddress.IPv6Loopback]);

        (await fetcher.FetchAsync(server)).ShouldBeKeys();

        fetcher.ConnectedTo.Should().Equal(new IPEndPoint(TestFetcher.PublicAddress, server.Port));
    }

    [Test]
    public async Task A_name_with_private_addresses_only_is_refused()
    {
        using TestFetcher fetcher = new();
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([Private, IPAddress.IPv6Loopback]);

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks")).ShouldBe(JwksUriFailure.AddressNotAllowed, "10.1.2.3");

        fetcher.ConnectedTo.Should().BeEmpty();
    }

    [Test]
    public async Task A_redirect_to_a_private_address_is_not_followed()
    {
        await using HostileServer inner = HostileServer.Answer(Ok, OneKey);
        await using HostileServer server = HostileServer.Answer($"302 Found\nLocation: https://127.0.0.1:{inner.Port}/secret");
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.Redirected, "status 302");

        inner.ConnectionCount.Should().Be(0);
    }

    // What counts is the address, however it is written.
    [TestCase("127.0.0.1")]
    [TestCase("127.1")]
    [TestCase("0177.0.0.1")]
    [TestCase("0x7f000001")]
    [TestCase("2130706433")]
    [TestCase("127.0.0.1.")]
    [TestCase("0")]
    [TestCase("169.254.169.254")]
    [TestCase("[::1]")]
    [TestCase("[::]")]
    [TestCase("[::ffff:127.0.0.1]")]
    [TestCase("[::ffff:7f00:1]")]
    [TestCase("[::127.0.0.1]")]
    [TestCase("[64:ff9b::10.0.0.1]")]
    [TestCase("[64:ff9b:1::8.8.8.8]")]
    [TestCase("[fe80::1%25eth0]")]
    [TestCase("[fd00:ec2::254]")]
    [TestCase("[2002:7f00:1::]")]
    [TestCase("[2001:0:7f00:1::]")]
    [TestCase("localhost")]
    [TestCase("LOCALHOST.")]
    [TestCase("any.localhost")]
    public async Task A_private_address_in_the_URL_is_refused_also_behind_a_proxy(string host)
    {
        foreach (Uri? proxy in new[] { null, new Uri("http://proxy.example:3128") })
        {
            using TestFetcher fetcher = new(options => options.Proxy = proxy);

            FetchResult result = await fetcher.FetchAsync($"https://{host}/jwks");

            result.Failure.Should().Be(JwksUriFailure.AddressNotAllowed, result.Detail);
            fetcher.ConnectedTo.Should().BeEmpty();
        }
    }

    [Test]
    public async Task An_internal_host_may_have_a_private_address()
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new(static options => options.InternalHosts.Add(ServerCertificates.Host.ToUpperInvariant()));
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

        (await fetcher.FetchAsync(server)).ShouldBeKeys();
    }

    [TestCase(0, JwksUriFailure.None)]
    [TestCase(1, JwksUriFailure.AddressNotAllowed)]
    public async Task An_internal_host_with_a_port_is_internal_on_that_port(int difference, JwksUriFailure expected)
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey);
        using TestFetcher fetcher = new(options => options.InternalHosts.Add($"{ServerCertificates.Host}:{server.Port - difference}"));
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

        (await fetcher.FetchAsync(server)).Failure.Should().Be(expected);
    }

    [TestCase("keys.example.")]
    [TestCase("www.keys.example")]
    [TestCase("example")]
    [TestCase("xkeys.example")]
    public async Task Only_the_very_host_is_internal(string host)
    {
        using TestFetcher fetcher = new(static options => options.InternalHosts.Add(ServerCertificates.Host));
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

        (await fetcher.FetchAsync($"https://{host}/jwks")).Failure.Should().Be(JwksUriFailure.AddressNotAllowed);
    }

    [Test]
    public async Task An_internal_host_can_be_an_address()
    {
        using TestFetcher fetcher = new(static options => options.InternalHosts.Add("[::1]"));

        // Nobody listens there.
        (await fetcher.FetchAsync($"https://[::1]:{FindFreePort()}/jwks")).Failure.Should().Be(JwksUriFailure.ConnectionFailed);
    }

    [TestCase(SocketError.HostNotFound)]
    [TestCase(SocketError.NoData)]
    [TestCase(SocketError.TryAgain)]
    public async Task A_name_that_is_not_found_is_a_failure(SocketError error)
    {
        using TestFetcher fetcher = new();
        fetcher.Resolve = (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error));

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks")).ShouldBe(JwksUriFailure.NameNotResolved, error.ToString());
    }

    [Test]
    public async Task A_name_without_addresses_is_a_failure()
    {
        using TestFetcher fetcher = new();
        fetcher.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([]);

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks")).ShouldBe(JwksUriFailure.NameNotResolved);
    }

    [Test]
    public async Task A_name_longer_than_names_can_be_is_a_failure()
    {
        using TestFetcher fetcher = new();
        fetcher.Resolve = new JwksUriNetwork().ResolveAsync;
        string name = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));

        FetchResult result = await fetcher.FetchAsync($"https://{name}/jwks");

        result.Failure.Should().BeOneOf(JwksUriFailure.NameNotResolved, JwksUriFailure.InvalidUri);
        result.Detail!.Length.Should().BeLessThan(2 * LogText.MaximumLength + 10);
    }

    [Test]
    public async Task A_port_where_nobody_listens_is_a_failure()
    {
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}:{FindFreePort()}/jwks"))
            .ShouldBe(JwksUriFailure.ConnectionFailed, nameof(SocketError.ConnectionRefused));
    }

    [Test]
    public async Task All_addresses_are_tried()
    {
        using TestFetcher fetcher = new();
        IPAddress[] addresses = [TestFetcher.PublicAddress, IPAddress.Parse("93.184.215.15"), IPAddress.Parse("2606:2800:21f::1")];
        fetcher.Resolve = (_, _) => Task.FromResult(addresses);

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}:{FindFreePort()}/jwks")).ShouldBe(JwksUriFailure.ConnectionFailed);

        fetcher.ConnectedTo.Select(static endPoint => endPoint.Address).Should().Equal(addresses);
    }

    [Test]
    public async Task A_proxy_makes_the_connection_and_its_own_address_is_not_judged()
    {
        await using HostileServer proxy = HostileServer.StartWithoutTls(static async (stream, stopped) =>
        {
            await stream.ReadAtLeastAsync(new byte[1_024], 20, cancellationToken: stopped);
            await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stopped);
        });
        using TestFetcher fetcher = new(options => options.Proxy = new Uri($"http://proxy.internal:{proxy.Port}"));
        List<string> names = [];
        fetcher.Resolve = (host, _) =>
        {
            names.Add(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        };

        (await fetcher.FetchAsync($"https://{ServerCertificates.Host}/jwks")).ShouldBe(JwksUriFailure.ConnectionFailed, "the proxy");

        names.Should().Equal("proxy.internal");
        proxy.ConnectionCount.Should().Be(1);
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
