using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Certificates;

/// <summary>Whether there can be a certificate at all, as the log says it.</summary>
public sealed class ConnectionCertificateSourceTests
{
    [TestCase(ClientCertificateMode.NoCertificate, PresentedCertificateStatus.CertificateNotRequested)]
    [TestCase(ClientCertificateMode.DelayCertificate, PresentedCertificateStatus.CertificateNotRequested)]
    public async Task An_endpoint_that_does_not_ask_is_told_from_a_client_that_has_none(
        ClientCertificateMode mode, PresentedCertificateStatus status)
    {
        await using TestServer server = await StartAsync(https => https.ClientCertificateMode = mode);
        using HttpClient client = server.CreateClient();

        (await client.GetStringAsync("/")).Should().Be(status.ToString());
    }

    [Test]
    public async Task An_endpoint_that_asks_shows_a_client_without_a_certificate()
    {
        await using TestServer server = await StartAsync(static https => https.RequestClientCertificates());
        using HttpClient client = server.CreateClient();

        (await client.GetStringAsync("/")).Should().Be("ConnectionWithoutCertificate");
    }

    [Test]
    public async Task An_endpoint_that_asks_in_its_own_way_shows_the_certificate()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(static https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        });
        using HttpClient client = server.CreateClient(certificate);

        (await client.GetStringAsync("/")).Should().Be("Present");
    }

    // As IIS integration or certificate forwarding would, whatever the order of registration.
    [Test]
    public async Task A_startup_filter_cannot_bring_a_certificate_to_plain_http([Values] bool registeredBefore)
    {
        using TestClient client = new();
        await using WebApplication app = await StartPlainAsync(client, registeredBefore);
        using HttpClient http = new() { BaseAddress = new Uri(app.Urls.Single()) };
        http.DefaultRequestHeaders.Add("X-Client-Cert", Convert.ToBase64String(client.Certificate.RawDataMemory.Span));
        using StringContent form = new(client.Form, null, "application/x-www-form-urlencoded");

        using HttpResponseMessage response = await http.PostAsync("/token", form);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await http.GetStringAsync("/")).Should().Be("ConnectionNotTls");
    }

    private static Task<TestServer> StartAsync(Action<HttpsConnectionAdapterOptions> configureHttps) => TestServer.StartAsync(
        static services => services.AddMtlsAuth().AddInMemoryClients(),
        static app => app.MapGet("/", Describe),
        configureHttps);

    private static string Describe(HttpContext context) =>
        context.RequestServices.GetRequiredService<IClientCertificateSource>().GetCertificate(context).Status.ToString();

    private static async Task<WebApplication> StartPlainAsync(TestClient client, bool registeredBefore)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        if (registeredBefore)
        {
            builder.Services.AddSingleton<IStartupFilter, HeaderFilter>();
        }

        builder.Services.AddMtlsAuth().AddInMemoryClients(client.Metadata);
        if (!registeredBefore)
        {
            builder.Services.AddSingleton<IStartupFilter, HeaderFilter>();
        }

        WebApplication app = builder.Build();
        TestServer.MapToken(app);
        app.MapGet("/", Describe);
        await app.StartAsync();
        return app;
    }

    private sealed class HeaderFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.Use((context, following) =>
            {
                if (context.Request.Headers["X-Client-Cert"] is [{ } value])
                {
                    context.Request.Scheme = "https";
                    context.Connection.ClientCertificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(value));
                }

                return following(context);
            });
            next(application);
        };
    }
}
