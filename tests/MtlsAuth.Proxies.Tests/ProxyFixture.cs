using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A server with a real proxy in front of it, for all tests of a class.</summary>
[TestFixtureSource(typeof(Proxy), nameof(Proxy.All))]
public abstract class ProxyFixture(Proxy proxy, bool proxyValidatesChains = false)
{
    private ProxyProcess? _process;
    private Backend? _backend;
    private X509Certificate2? _serverCertificate;

    protected Proxy Proxy { get; } = proxy;

    /// <summary>The secret between proxy and server. The attackers of these tests know it all the same.</summary>
    protected string CertificateHeader { get; } = "Sec-Client-X509-Cert-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    protected string Folder { get; private set; } = "";

    protected int ProxyPort => _process!.Port;

    internal Backend Backend => _backend!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Folder = Directory.CreateTempSubdirectory("mtlsauth-proxies-").FullName;
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        X509Certificate2 server =
            TestCertificates.Ec().WithSubject("CN=localhost").WithExtensions(names.Build()).Create().ToX509Certificate2();
        _serverCertificate = server;
        using ECDsa key = server.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(Folder, "server.crt"), server.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Path.Combine(Folder, "server.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "server.pem"), $"{server.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        _backend = await Backend.StartAsync(Proxy.Preset, CertificateHeader, proxyValidatesChains);
        _process = await ProxyProcess.StartAsync(Proxy, Folder, _backend.Port, CertificateHeader);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_backend is not null)
        {
            await _backend.DisposeAsync();
        }

        _serverCertificate?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    [SetUp]
    public void ForgetLog() => Backend.ForgetLog();

    /// <summary>A client of the proxy as .NET programs write it, with that client's certificate.</summary>
    internal HttpClient CreateClient(TestClient? client, Version? version = null, Action? connected = null) =>
        CreateClient(client?.Certificate, version, connected);

    internal HttpClient CreateClient(X509Certificate2? certificate, Version? version = null, Action? connected = null) =>
        new(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (_, cancellationToken) =>
            {
                connected?.Invoke();
                Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, ProxyPort, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = CreateTlsOptions(certificate),
        })
        {
            BaseAddress = new Uri($"https://localhost:{ProxyPort}"),
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
        };

    internal static FormUrlEncodedContent CreateForm(TestClient client) =>
        new(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.Id });

    internal SslClientAuthenticationOptions CreateTlsOptions(X509Certificate2? certificate) => new()
    {
        TargetHost = "localhost",
        ClientCertificates = certificate is null ? null : [certificate],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _serverCertificate! },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };
}
