using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace MtlsAuth.Tool.Running;

/// <summary>The machine's own network.</summary>
internal sealed class SystemNetwork : INetwork
{
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(host, port), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public HttpMessageHandler CreateHandler(SslClientAuthenticationOptions tls) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        SslOptions = tls,
    };
}
