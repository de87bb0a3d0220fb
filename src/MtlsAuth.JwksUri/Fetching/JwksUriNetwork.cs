using System.Net;
using System.Net.Sockets;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>The two things that are asked of the network: to which addresses a name leads, and a connection to one of them.</summary>
internal sealed record JwksUriNetwork
{
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    public Func<IPEndPoint, CancellationToken, Task<Stream>> ConnectAsync { get; init; } = ConnectSocketAsync;

    private static async Task<Stream> ConnectSocketAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
