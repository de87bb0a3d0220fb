using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>A resource server on Kestrel that asks for client certificates, and clients for it.</summary>
internal sealed class ResourceServerHost : IAsyncDisposable
{
    private static readonly X509Certificate2 ServerCertificate = CreateServerCertificate();
    private readonly WebApplication _application;
    private readonly List<HttpClient> _clients = [];

    private ResourceServerHost(WebApplication application) => _application = application;

    public IServiceProvider Services => _application.Services;

    /// <summary>What the library logged, without the platform's own.</summary>
    public IEnumerable<FakeLogRecord> Log =>
        Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(record => record.Category == "MtlsAuth");

    public static async Task<ResourceServerHost> StartAsync(Action<IServiceCollection> services, Action<WebApplication> endpoints)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();

        // The settings of the sample, whose program is a reference of these tests, are not this server's.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddFakeLogging();
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.UseHttps(static https =>
            {
                https.ServerCertificate = ServerCertificate;
                https.RequestClientCertificates();
            })));
        services(builder.Services);
        WebApplication application = builder.Build();
        endpoints(application);
        await application.StartAsync();
        return new ResourceServerHost(application);
    }

    public HttpClient CreateClient(X509Certificate2? certificate = null, string? token = null, Version? version = null)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, server, _, _) =>
            server!.GetRawCertData().AsSpan().SequenceEqual(ServerCertificate.RawData);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        string address = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        HttpClient client = new(handler)
        {
            BaseAddress = new Uri(address),
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static X509Certificate2 CreateServerCertificate()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=localhost").Create().ToX509Certificate2();
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
