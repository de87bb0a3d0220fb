using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

/// <summary>A server on a loopback port that takes certificates from a header. The test plays the proxy.</summary>
internal sealed class ForwardingServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ForwardingServer(WebApplication application, FakeTimeProvider clock)
    {
        _application = application;
        Clock = clock;
        Attempts = Collect("mtlsauth.client_authentication.attempts");
        UntrustedHeaders = Collect("mtlsauth.forwarded_certificate.untrusted");
    }

    /// <summary>The certificate of <c>client</c>, which authenticates by its key.</summary>
    public static ClientCertificate Certificate { get; } = TestCertificates.Ec().WithSubject("CN=client").Create().ClientCertificate;

    /// <summary>The certificate as the preset Caddy has it in its header.</summary>
    public static string Value { get; } = Convert.ToBase64String(Certificate.RawData.Span);

    public FakeTimeProvider Clock { get; }

    public MetricCollector<long> Attempts { get; }

    public MetricCollector<long> UntrustedHeaders { get; }

    public IReadOnlyList<FakeLogRecord> Log => _application.Services.GetFakeLogCollector().GetSnapshot();

    public IReadOnlyList<int> Ports => [.. _application.Urls.Select(static url => new Uri(url).Port)];

    /// <summary>The status of the certificate in the log of the last client that did not authenticate.</summary>
    public string? LastStatus => LastFailure?.GetStructuredStateValue("CertificateStatus");

    /// <summary>Why the last client did not authenticate.</summary>
    public string? LastReason => LastFailure?.GetStructuredStateValue("Reason");

    private FakeLogRecord? LastFailure => Log.LastOrDefault(static record => record is { Category: "MtlsAuth", Id.Id: 2 });

    /// <summary>Starts a server of the preset Caddy, which counts on the address 127.0.0.1 unless the test says otherwise.</summary>
    public static async Task<ForwardingServer> StartAsync(
        Action<ForwardedCertificateOptions>? forwarding = null,
        Action<MtlsAuthOptions>? options = null,
        Action<WebApplication>? middleware = null,
        Action<KestrelServerOptions>? listen = null,
        bool isKnownProxy = true)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listen ?? (static kestrel => kestrel.Listen(IPAddress.Loopback, 0)));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFakeLogging();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services
            .AddMtlsAuth(options ?? (static _ => { }))
            .AddInMemoryClients(CreateClients())
            .AddForwardedCertificate(settings =>
            {
                settings.Preset = ForwardedCertificatePreset.Caddy;
                if (isKnownProxy)
                {
                    settings.KnownProxies.Add("127.0.0.1");
                }

                forwarding?.Invoke(settings);
            });

        WebApplication application = builder.Build();
        middleware?.Invoke(application);
        application.MapPost("/token", static (HttpContext context) => context.GetMtlsClient()!.ClientId).RequireMtlsClient();
        application.MapPost("/forwarded", static (HttpContext context) => context.GetMtlsClient()!.ClientId)
            .RequireMtlsClient().WithForwardedCertificate();
        application.MapPost("/connection", static (HttpContext context) => context.GetMtlsClient()!.ClientId)
            .RequireMtlsClient().WithConnectionCertificate();
        application.MapPost("/headers", static (HttpContext context) => string.Join('\n', context.Request.Headers));
        try
        {
            await application.StartAsync();
            return new ForwardingServer(application, clock);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>A TLS certificate for localhost.</summary>
    public static X509Certificate2 CreateServerCertificate() =>
        TestCertificates.Ec().WithSubject("CN=localhost").Create().ToX509Certificate2();

    /// <summary>Sends a request with these header lines, each ended by CRLF, as they are.</summary>
    public async Task<(int Status, string Body)> SendAsync(
        string lines, string path = "/token", string clientId = "client", string host = "localhost", int port = 0)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, port == 0 ? Ports[0] : port);
        return await SendAsync(connection.GetStream(), lines, path, clientId, host);
    }

    /// <summary>Sends a request on a connection that the test has opened.</summary>
    public static async Task<(int Status, string Body)> SendAsync(
        Stream stream, string lines, string path = "/token", string clientId = "client", string host = "localhost")
    {
        string body = $"client_id={clientId}";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{lines}"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        string response = await reader.ReadToEndAsync();
        int status = int.Parse(response.Split(' ')[1], CultureInfo.InvariantCulture);
        return (status, response[response.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static ClientMetadata[] CreateClients() =>
    [
        new()
        {
            ClientId = "client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, Certificate),
        },
        new()
        {
            ClientId = "pki",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = "CN=client",
        },
    ];

    private MetricCollector<long> Collect(string instrument) => new(
        _application.Services.GetRequiredService<IMeterFactory>(), MtlsClientDefaults.InstrumentationName, instrument);
}
