using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A proxy at work, started from the sample's configuration.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ProxyProcess(ProcessStartInfo startInfo, int port)
    {
        Port = port;
        _process = new Process { StartInfo = startInfo };
        _process.ErrorDataReceived += Keep;
        _process.OutputDataReceived += Keep;
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Port { get; }

    /// <summary>Starts the proxy, and waits until clients can connect.</summary>
    public static async Task<ProxyProcess> StartAsync(Proxy proxy, string folder, int backendPort, string certificateHeader)
    {
        if (proxy.FindProgram() is not { } program)
        {
            Assert.Ignore($"{proxy} is not installed: apt-get install {proxy.Program}");
            throw new UnreachableException();
        }

        int port = FindFreePort();
        string template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "proxies", proxy.Configuration));
        string configuration = Path.Combine(folder, Path.GetFileName(proxy.Configuration));
        await File.WriteAllTextAsync(configuration, template
            .Replace("@STATE@", folder)
            .Replace("@PORT@", $"{port}")
            .Replace("@BACKEND_PORT@", $"{backendPort}")
            .Replace("@MODULES@", "/usr/lib/apache2/modules")
            .Replace("@CERTIFICATE_HEADER@", certificateHeader)
            .Replace("@SERVER_CERTIFICATE@", Path.Combine(folder, "server.crt"))
            .Replace("@SERVER_KEY@", Path.Combine(folder, "server.key")));

        ProxyProcess started = new(proxy.CreateStartInfo(program, configuration, folder), port);
        try
        {
            await started.WaitAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync()
    {
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(20));
        while (!await TryConnectAsync(deadline.Token))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(deadline.Token);
                throw new InvalidOperationException($"The proxy ended: {ReadOutput()}");
            }

            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    private string ReadOutput()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
