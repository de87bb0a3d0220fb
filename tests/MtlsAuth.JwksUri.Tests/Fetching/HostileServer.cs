using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>A server on a free port of the loopback that answers octet by octet as a test says, or does not.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentQueue<Task> _connections = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<Stream, Task> _serve;
    private readonly Task _accepting;

    private HostileServer(Func<Stream, CancellationToken, HostileServer, Task> serve)
    {
        _serve = stream => serve(stream, _stopped.Token, this);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int ConnectionCount => _connections.Count;

    /// <summary>The heads of the requests, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>A server that speaks TLS and lets a test answer each request.</summary>
    /// <param name="answer">Answers. The connection is used for further requests afterwards, unless the test has closed it.</param>
    /// <param name="certificate">The server's certificate; null for a good one.</param>
    /// <param name="intermediates">What is sent with it.</param>
    public static HostileServer Start(
        Func<Exchange, Task> answer,
        X509Certificate2? certificate = null,
        X509Certificate2Collection? intermediates = null) =>
        new(async (stream, stopped, server) =>
        {
            await using SslStream tls = new(stream);
            SslServerAuthenticationOptions options = new()
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(
                    certificate ?? ServerCertificates.Good, intermediates, offline: true),
            };
            await tls.AuthenticateAsServerAsync(options, stopped);
            Exchange exchange = new(tls, stream, stopped);
            while (await exchange.ReadHeadAsync() is { } head)
            {
                server._requests.Enqueue(head);
                await answer(exchange);
            }
        });

    /// <summary>A server that gives each connection to the test as it is, without TLS.</summary>
    public static HostileServer StartWithoutTls(Func<Stream, CancellationToken, Task> serve) =>
        new((stream, stopped, _) => serve(stream, stopped));

    /// <summary>A server that answers each request in the same way.</summary>
    public static HostileServer Answer(string head, ReadOnlyMemory<byte> body = default, X509Certificate2? certificate = null) =>
        Start(exchange => exchange.AnswerAsync(head, body), certificate);

    /// <summary>Waits until all connections so far are closed by the other side.</summary>
    public Task WhenConnectionsAreClosedAsync() => Task.WhenAll(_connections).WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        // Nobody accepts any more when the listener goes: one that is gone throws what says nothing of its end.
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Enqueue(ServeAsync(await _listener.AcceptSocketAsync(_stopped.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            await _serve(stream);
        }
        catch (Exception)
        {
            // Whatever the other side does to a connection ends it here; what a test expects, it asks of the fetch.
        }
    }
}
