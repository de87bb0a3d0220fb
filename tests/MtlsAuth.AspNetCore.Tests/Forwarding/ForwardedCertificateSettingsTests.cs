using System.Net;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificateSettingsTests
{
    private static readonly string Header = $"X-Client-Cert: {ForwardingServer.Value}\r\n";

    [TestCase("/token", "HeaderAbsent")]
    [TestCase("/forwarded", "HeaderAbsent")]
    [TestCase("/connection", "ConnectionWithoutCertificate")]
    public async Task Endpoint_chooses_the_source(string path, string expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();

        await server.SendAsync("", path);

        server.LastStatus.Should().Be(expected);
    }

    [TestCase("/token", 200)]
    [TestCase("/forwarded", 200)]
    [TestCase("/connection", 401)]
    public async Task Header_counts_at_its_endpoints_only(string path, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();

        (int status, _) = await server.SendAsync(Header, path);

        status.Should().Be(expected);
    }

    [TestCase("as.example.com", "/token", 200)]
    [TestCase("AS.EXAMPLE.COM:443", "/token", 200)]
    [TestCase("other.example.com", "/token", 401)]
    [TestCase("other.example.com", "/forwarded", 200)]
    [TestCase("as.example.com", "/connection", 401)]
    public async Task Host_chooses_the_source_unless_the_endpoint_does(string host, string path, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(static options => options.Hosts.Add("as.example.com"));

        (int status, _) = await server.SendAsync(Header, path, host: host);

        status.Should().Be(expected);
    }

    [TestCase(0, "/token", 200)]
    [TestCase(1, "/token", 401)]
    [TestCase(1, "/forwarded", 200)]
    public async Task Port_chooses_the_source_unless_the_endpoint_does(int index, string path, int expected)
    {
        // The server's own ports are not known before it starts; a first one says what is free.
        int port = await FindFreePortAsync();
        await using ForwardingServer server = await ForwardingServer.StartAsync(options => options.Ports.Add(port), listen: kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        int[] ports = [port, server.Ports.Single(other => other != port)];

        (int status, _) = await server.SendAsync(Header, path, port: ports[index]);

        status.Should().Be(expected);
    }

    [Test]
    public async Task Mapped_address_of_a_proxy_stands_for_the_address()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.KnownProxies.Add("::ffff:127.0.0.1"), isKnownProxy: false);

        (int status, _) = await server.SendAsync(Header);

        status.Should().Be(200);
    }

    private static async Task<int> FindFreePortAsync()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();
        return server.Ports[0];
    }
}
