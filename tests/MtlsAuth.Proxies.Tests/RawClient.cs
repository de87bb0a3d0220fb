using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MtlsAuth.Proxies.Tests;

/// <summary>Sends requests that no HTTP client would.</summary>
internal static class RawClient
{
    /// <summary>Sends the text and reads the response's status; 0 if the connection is closed without one.</summary>
    /// <param name="port">Where to connect to.</param>
    /// <param name="tls">Null for no TLS.</param>
    /// <param name="request">The octets of the request.</param>
    public static async Task<int> SendAsync(int port, SslClientAuthenticationOptions? tls, string request)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await using Stream stream = await OpenAsync(client.GetStream(), tls, deadline.Token);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), deadline.Token);
        using StreamReader reader = new(stream, Encoding.Latin1);
        string? status = await reader.ReadLineAsync(deadline.Token);
        return status is null ? 0 : int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<Stream> OpenAsync(
        NetworkStream connection, SslClientAuthenticationOptions? options, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            return connection;
        }

        SslStream tls = new(connection);
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        return tls;
    }
}
