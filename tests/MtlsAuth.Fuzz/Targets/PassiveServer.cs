using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>A server without a network. Its requests come over a TLS connection with the client's certificate.</summary>
internal sealed class PassiveServer(ClientCertificate certificate) : IServer
{
    private readonly X509Certificate2 _certificate = X509CertificateLoader.LoadCertificate(certificate.RawData.Span);
    private Func<IFeatureCollection, Task>? _application;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _application = async features =>
        {
            TContext context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
            }
            finally
            {
                application.DisposeContext(context, null);
            }
        };
        return Task.CompletedTask;
    }

    /// <summary>Sends a request and gives status and body of the response. Throws what the application throws.</summary>
    public (int Status, string Body) Send(HttpRequestFeature request)
    {
        using MemoryStream body = new();
        HttpResponseFeature response = new();
        FeatureCollection features = new();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<ITlsConnectionFeature>(new TlsConnectionFeature { ClientCertificate = _certificate });
        _application!(features).GetAwaiter().GetResult();
        return (response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _certificate.Dispose();
}
