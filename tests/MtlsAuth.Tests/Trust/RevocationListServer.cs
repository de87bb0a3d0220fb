using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MtlsAuth.Tests.Trust;

/// <summary>Serves revocation lists on a free port of the loopback, as an authority does by HTTP (RFC 5280 §4.2.1.13).</summary>
internal sealed class RevocationListServer : IAsyncDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, byte[]> _lists = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    private TaskCompletionSource? _held;

    // The platform keeps lists by address: those of other runs must not be found.
    private readonly string _folder = $"/{Guid.NewGuid()}/";

    public RevocationListServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The address of a list, whether or not there is one yet.</summary>
    public string AddressOf(string name) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{_folder}{name}";

    /// <summary>Is over once somebody has asked for a list.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Lets all who ask wait for their answer until the result is disposed.</summary>
    public IDisposable Hold()
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Release(_held);
    }

    public void Publish(string name, byte[] list) => _lists[_folder + name] = list;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The test is over, or the client has gone.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync())?.Split(' ')[1] ?? "";
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The headers say nothing of interest.
        }

        _asked.TrySetResult();
        if (_held is { } held)
        {
            await held.Task;
        }

        byte[] list = _lists.GetValueOrDefault(path, []);
        string status = list.Length > 0 ? "200 OK" : "404 Not Found";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: application/pkix-crl\r\nContent-Length: {list.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(list);
    }

    private sealed class Release(TaskCompletionSource held) : IDisposable
    {
        public void Dispose() => held.TrySetResult();
    }
}
