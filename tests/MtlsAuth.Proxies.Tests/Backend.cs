using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A server behind a proxy. Its token is the client's id.</summary>
internal sealed class Backend(WebApplication application, FakeLogCollector log) : IAsyncDisposable
{
    private const int Authenticated = 1;
    private const int NotAuthenticated = 2;

    public int Port => new Uri(application.Urls.Single()).Port;

    public static async Task<Backend> StartAsync(ForwardedCertificatePreset preset, string certificateHeader, bool proxyValidatesChains)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Services.AddSingleton<ITrustAnchorSource>(TrustAnchors.FromCertificates(
            ClientCertificate.FromX509Certificate2(TestClient.Root), ClientCertificate.FromX509Certificate2(TestClient.Intermediate)));
        builder.Services
            .AddMtlsAuth(options =>
            {
                options.EnabledMethods =
                [
                    ClientAuthenticationMethods.PubKeyTlsClientAuth,
                    ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                    ClientAuthenticationMethods.TlsClientAuth,
                ];
                options.ChainValidation = new ChainValidatorOptions
                {
                    Trust = proxyValidatesChains ? ChainTrust.Proxy : ChainTrust.Platform,
                };
            })
            .AddInMemoryClients([.. TestClient.All.Select(static client => client.Metadata)])
            .AddForwardedCertificate(options =>
            {
                options.Preset = preset;
                options.VerificationHeaderName = proxyValidatesChains && preset != ForwardedCertificatePreset.Caddy ? "X-Client-Verify" : null;
                options.SecretHeaderName = certificateHeader;
                options.KnownProxies.Add("127.0.0.1");
            });

        WebApplication application = builder.Build();
        application.MapPost("/token", static (HttpContext context) => context.GetMtlsClient()!.ClientId).RequireMtlsClient();
        application.MapGet("/headers", static (HttpContext context) => context.Request.Headers.ToDictionary());
        await application.StartAsync();
        return new Backend(application, application.Services.GetFakeLogCollector());
    }

    public bool HasAuthenticated(TestClient client) => Find(Authenticated, client) is not null;

    public string? FindLastReason(TestClient client) => Find(NotAuthenticated, client)?.GetStructuredStateValue("Reason");

    /// <summary>What was last found where the client's certificate should be, as the log has it.</summary>
    public string? FindLastCertificateStatus(TestClient client) =>
        Find(NotAuthenticated, client)?.GetStructuredStateValue("CertificateStatus");

    public void ForgetLog() => log.Clear();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private FakeLogRecord? Find(int eventId, TestClient client) => log.GetSnapshot()
        .LastOrDefault(record => record.Id.Id == eventId && record.GetStructuredStateValue("ClientId") == client.Id);
}
