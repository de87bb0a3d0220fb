using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>The sample authorization server as its users run it: a process with a folder and a port of its own.</summary>
internal sealed class AuthorizationServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly X509Certificate2 _certificate;

    private AuthorizationServerProcess(Process process, string folder, int port, int browserPort)
    {
        _process = process;
        _certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "server.crt"));
        Address = new Uri($"https://localhost:{port}");
        BrowserAddress = new Uri($"https://localhost:{browserPort}");
    }

    public Uri Address { get; }

    /// <summary>Where nobody is asked for a certificate.</summary>
    public Uri BrowserAddress { get; }

    /// <param name="folder">Where it keeps what it makes.</param>
    /// <param name="settings">Further options of its command line.</param>
    public static async Task<AuthorizationServerProcess> StartAsync(string folder, params string[] settings)
    {
        int port = FindFreePort();
        int browserPort = FindFreePort();
        ProcessStartInfo start = new(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "AuthorizationServer.dll"),
                "--DataFolder", folder,
                "--Port", port.ToString(CultureInfo.InvariantCulture),
                "--BrowserPort", browserPort.ToString(CultureInfo.InvariantCulture),
                .. settings,
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        }
        while (!line.Contains("Application started", StringComparison.Ordinal));

        // Or the server would wait once the pipe is full.
        _ = process.StandardOutput.ReadToEndAsync();
        return new AuthorizationServerProcess(process, folder, port, browserPort);
    }

    public HttpClient CreateClient(X509Certificate2? certificate = null)
    {
        SslClientAuthenticationOptions tls = new()
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => _certificate.Equals(presented),
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _certificate.Dispose();
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
