using System.Net.Security;

namespace MtlsAuth.Tool.Running;

/// <summary>How commands reach others. Tests lead them to servers of their own.</summary>
internal interface INetwork
{
    /// <summary>Opens a TCP connection.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is none to be had.</exception>
    ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken);

    /// <summary>Makes a handler for HTTP requests, which follows no redirect and takes no proxy's or cookie's word.</summary>
    HttpMessageHandler CreateHandler(SslClientAuthenticationOptions tls);
}
