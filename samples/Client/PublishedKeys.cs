using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using MtlsAuth;
using MtlsAuth.Certificates;

namespace Client;

/// <summary>The client's own web server, where it publishes its keys.</summary>
internal sealed class PublishedKeys : IAsyncDisposable
{
    private const int Port = 8445;

    private readonly WebApplication _server;
    private byte[] _keySet = [];

    private PublishedKeys(X509Certificate2 certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(
            Port, listen => listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate })));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>How long authorization servers may use what they have fetched.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the keys are: the client's <c>jwks_uri</c>.</summary>
    public static string Uri { get; } = $"https://localhost:{Port}/jwks.json";

    public static async Task<PublishedKeys> StartAsync(X509Certificate2 certificate)
    {
        PublishedKeys keys = new(certificate);
        await keys._server.StartAsync();
        return keys;
    }

    /// <summary>Publishes the public keys of some certificates, and no others.</summary>
    public void Publish(params X509Certificate2[] certificates) => _keySet = ClientJwkSet
        .FromCertificates(includeX5c: false, [.. certificates.Select(ClientCertificate.FromX509Certificate2)])
        .ToUtf8Json();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/jwk-set+json";
        context.Response.Headers.CacheControl = $"max-age={Lifetime.TotalSeconds:F0}";
        return context.Response.BodyWriter.WriteAsync(_keySet).AsTask();
    }
}
