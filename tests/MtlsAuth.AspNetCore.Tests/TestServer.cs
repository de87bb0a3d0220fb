using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Kestrel on a free port of the loopback, with TLS that asks for client certificates, and clients that call it.</summary>
/// <remarks>Unless a test maps endpoints of its own, <c>POST /token</c> demands a client and answers with its id.</remarks>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly X509Certificate2 ServerCertificate = CreateServerCertificate();

    private readonly WebApplication _app;

    private TestServer(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address => new($"https://localhost:{Port}");

    /// <summary>Everything that was logged.</summary>
    public IReadOnlyList<FakeLogRecord> AllLogs => Services.GetFakeLogCollector().GetSnapshot();

    /// <summary>What the library logged.</summary>
    public IReadOnlyList<FakeLogRecord> Logs => [.. AllLogs.Where(record => record.Category == "MtlsAuth")];

    /// <summary>Why the last client that was refused was refused, as the log has it; null if the last one was not.</summary>
    public string? Reason => Logs[^1].GetStructuredStateValue("Reason");

    public static Task<TestServer> StartAsync(params IEnumerable<ClientMetadata> clients) =>
        StartAsync(services => services.AddMtlsAuth().AddInMemoryClients([.. clients]));

    public static async Task<TestServer> StartAsync(
        Action<IServiceCollection> configureServices,
        Action<WebApplication>? configureApp = null,
        Action<HttpsConnectionAdapterOptions>? configureHttps = null,
        WebApplicationOptions? options = null)
    {
        // Empty: neither files nor environment variables of the machine have a say.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(options ?? new WebApplicationOptions());

        // As the builders do that are not empty.
        bool isDevelopment = builder.Environment.IsDevelopment();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = isDevelopment);
        builder.Logging.AddFakeLogging().SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRouting();
        configureServices(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = ServerCertificate;
            (configureHttps ?? (static options => options.RequestClientCertificates()))(https);
        })));

        WebApplication app = builder.Build();
        (configureApp ?? MapToken)(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestServer(app);
    }

    public static void MapToken(WebApplication app) =>
        app.MapPost("/token", (HttpContext context) => context.GetMtlsClient()!.ClientId).RequireMtlsClient();

    /// <summary>A client on connections of its own.</summary>
    public HttpClient CreateClient(
        X509Certificate2? certificate = null,
        X509Certificate2Collection? chain = null,
        Action<SslClientAuthenticationOptions>? configureTls = null)
    {
        SslClientAuthenticationOptions tls = new()
        {
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => ServerCertificate.Equals(certificate),
        };
        if (certificate is not null)
        {
            // Offline, or this side would fetch the issuers that the certificate names.
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }

        configureTls?.Invoke(tls);
        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
    }

    /// <summary>Asks for a token on a connection of its own.</summary>
    public async Task<HttpResponseMessage> PostTokenAsync(string body, X509Certificate2? certificate = null, X509Certificate2Collection? chain = null)
    {
        using HttpClient client = CreateClient(certificate, chain);
        using StringContent form = new(body, null, "application/x-www-form-urlencoded");
        return await client.PostAsync("/token", form);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static X509Certificate2 CreateServerCertificate()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        return TestCertificates.Ec().WithSubject("CN=localhost").WithExtensions(names.Build()).Create().ToX509Certificate2();
    }
}
