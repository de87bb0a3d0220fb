using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class KnownProxyProofTests
{
    [TestCase("127.0.0.1/32", ExpectedResult = true)]
    [TestCase("127.0.0.0/8", ExpectedResult = true)]
    [TestCase("127.0.0.2/32", ExpectedResult = false)]
    [TestCase("10.0.0.0/8", ExpectedResult = false)]
    [TestCase("::1/128", ExpectedResult = false)]
    public async Task<bool> Holds_for_the_address_of_the_socket(string network)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);

        return await HoldsAsync(listener, network);
    }

    [TestCase("::1/128", ExpectedResult = true)]
    [TestCase("0.0.0.1/32", ExpectedResult = false)]
    [TestCase("127.0.0.1/32", ExpectedResult = false)]
    public async Task<bool> Holds_for_an_address_of_ipv6_as_it_is(string network)
    {
        using TcpListener listener = new(IPAddress.IPv6Loopback, 0);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            Assert.Ignore("This machine has no address ::1.");
        }

        return await HoldsAsync(listener, network, IPAddress.IPv6Loopback);
    }

    [TestCase("127.0.0.1/32", ExpectedResult = true)]
    [TestCase("127.0.0.2/32", ExpectedResult = false)]
    public async Task<bool> Holds_for_an_address_mapped_into_ipv6(string network)
    {
        using TcpListener listener = TcpListener.Create(0);

        return await HoldsAsync(listener, network);
    }

    [Test]
    public void Holds_not_without_a_socket()
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Loopback } };

        Create("127.0.0.0/8").Holds(context, new ForwardedHeaders()).Should().BeFalse();
    }

    [Test]
    public void Holds_not_when_the_connection_is_closed()
    {
        Socket closed = new(SocketType.Stream, ProtocolType.Tcp);
        closed.Dispose();

        Create("127.0.0.0/8").Holds(ContextOf(closed), new ForwardedHeaders()).Should().BeFalse();
    }

    private static async Task<bool> HoldsAsync(TcpListener listener, string network, IPAddress? address = null)
    {
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync(address ?? IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        using Socket accepted = await listener.AcceptSocketAsync();
        return Create(network).Holds(ContextOf(accepted), new ForwardedHeaders());
    }

    private static KnownProxyProof Create(string network) => new([IPNetwork.Parse(network)]);

    private static DefaultHttpContext ContextOf(Socket socket)
    {
        DefaultHttpContext context = new();
        context.Features.Set<IConnectionSocketFeature>(new ConnectionSocket(socket));
        return context;
    }

    private sealed record ConnectionSocket(Socket Socket) : IConnectionSocketFeature;
}
