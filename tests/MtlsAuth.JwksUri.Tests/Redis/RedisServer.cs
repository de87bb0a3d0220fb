using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MtlsAuth.JwksUri.Tests.Redis;

/// <summary>A Redis on a free port of the loopback, which keeps nothing on disk and ends with the test.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private Process? _process;

    private RedisServer(int port) => Port = port;

    public int Port { get; }

    public string Configuration => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync()
    {
        RedisServer server = NotStarted();
        await server.RestartAsync();
        return server;
    }

    /// <summary>A port at which nothing listens until it is started.</summary>
    public static RedisServer NotStarted()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return new RedisServer(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Starts it, with nothing in it.</summary>
    public async Task RestartAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(static folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);
        if (program is null)
        {
            Assert.Ignore($"{Program} is not installed: apt-get install {Program}");
        }

        _process = Process.Start(new ProcessStartInfo(
            program,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(20));
        while (!await AnswersAsync(deadline.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"Redis ended: {await _process.StandardOutput.ReadToEndAsync(deadline.Token)}");
            }

            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void KillAtExit(object? sender, EventArgs arguments) => _process?.Kill();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            byte[] answer = new byte[7];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return Encoding.ASCII.GetString(answer) == "+PONG\r\n";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
