using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Certificates;

/// <summary>Servers whose TLS is not Kestrel's, of which a context with a certificate in it is all that middleware sees.</summary>
public sealed class ConnectionCertificateStartupFilterTests
{
    [Test]
    public async Task The_servers_certificate_is_that_of_the_connection()
    {
        using X509Certificate2 certificate = new TestCertificate().Create();

        (await RunAsync(certificate, static _ => { })).Should().BeSameAs(certificate);
    }

    [Test]
    public async Task What_middleware_puts_in_its_place_does_not_count([Values] bool hasCertificate, [Values] bool asFeature)
    {
        using X509Certificate2 certificate = new TestCertificate().Create();
        using X509Certificate2 other = new TestCertificate().Create();

        X509Certificate2? found = await RunAsync(hasCertificate ? certificate : null, context =>
        {
            if (asFeature)
            {
                context.Features.Set<ITlsConnectionFeature>(new TlsConnectionFeature { ClientCertificate = other });
            }
            else
            {
                context.Connection.ClientCertificate = other;
            }
        });

        found.Should().BeSameAs(hasCertificate ? certificate : null);
    }

    private static async Task<X509Certificate2?> RunAsync(X509Certificate2? certificate, Action<HttpContext> middleware)
    {
        X509Certificate2? found = null;
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        ApplicationBuilder application = new(services);
        new ConnectionCertificateStartupFilter().Configure(builder => builder.Run(context =>
        {
            middleware(context);
            found = ConnectionCertificate.Of(context);
            return Task.CompletedTask;
        }))(application);

        await application.Build()(new DefaultHttpContext { Connection = { ClientCertificate = certificate } });
        return found;
    }
}
