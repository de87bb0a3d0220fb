using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>One request to a <see cref="HostileServer"/>, and what a test answers.</summary>
internal sealed class Exchange(SslStream stream, Stream transport, CancellationToken stopped)
{
    public CancellationToken Stopped => stopped;

    /// <summary>The head of the next request; null if the other side has closed the connection.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(octet, stopped) == 0)
            {
                return null;
            }

            head.Append((char)octet[0]);
        }

        return head.ToString();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        await stream.WriteAsync(octets, stopped);
        await stream.FlushAsync(stopped);
    }

    /// <summary>A response with the right length.</summary>
    /// <param name="head">Status and headers, in lines.</param>
    /// <param name="body">The body.</param>
    public async Task AnswerAsync(string head, ReadOnlyMemory<byte> body = default)
    {
        string length = body.Length.ToString(CultureInfo.InvariantCulture);
        await SendAsync($"HTTP/1.1 {head.ReplaceLineEndings("\r\n")}\r\nContent-Length: {length}\r\n\r\n");
        await SendAsync(body);
    }

    /// <summary>Ends TLS and connection in good order.</summary>
    public async Task CloseAsync()
    {
        await stream.ShutdownAsync();
        stream.Close();
    }

    /// <summary>Cuts the connection off without a word in TLS.</summary>
    public void Truncate() => ((NetworkStream)transport).Socket.Shutdown(SocketShutdown.Both);

    /// <summary>Resets the connection.</summary>
    public void Reset() => ((NetworkStream)transport).Socket.Close(0);
}
