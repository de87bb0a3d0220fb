using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MtlsAuth.JwksUri.Tests.Redis;

/// <summary>Takes connections on the loopback, and never says anything.</summary>
internal sealed class MuteServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly Task _accepting;

    public MuteServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Configuration => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (TcpClient connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _connections.Add(await _listener.AcceptTcpClientAsync());
        }
    }
}
