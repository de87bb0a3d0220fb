using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Certificates;

/// <summary>Servers whose TLS is not Kestrel's, of which a context with a certificate in it is all that middleware sees.</summary>
public sealed class ConnectionCertificateStartupFilterTests
{
    private const string Iis = "Microsoft.AspNetCore.Server.IIS.Core.IISHttpServer, Microsoft.AspNetCore.Server.IIS";
    private const string HttpSys = "Microsoft.AspNetCore.Server.HttpSys.MessagePump, Microsoft.AspNetCore.Server.HttpSys";
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerImpl, Microsoft.AspNetCore.Server.Kestrel.Core";

    private static readonly TestCaseData<TlsServer, string>[] Named = [new(TlsServer.Iis, Iis), new(TlsServer.HttpSys, HttpSys)];

    private static readonly TestCaseData<TlsServer, string?>[] NotNamed =
    [
        new(TlsServer.Kestrel, Iis),
        new(TlsServer.Kestrel, HttpSys),
        new(TlsServer.Kestrel, Kestrel),
        new(TlsServer.Kestrel, null),
        new(TlsServer.Iis, Kestrel),
        new(TlsServer.Iis, HttpSys),
        new(TlsServer.Iis, null),
        new(TlsServer.HttpSys, Kestrel),
    ];

    [TestCaseSource(nameof(Named))]
    public async Task The_certificate_of_the_named_server_is_that_of_the_connection(TlsServer named, string running)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();

        (await RunAsync(named, running, "https", certificate)).Should().Be((certificate, PresentedCertificateStatus.Present));
    }

    [TestCaseSource(nameof(Named))]
    public async Task A_connection_of_the_named_server_without_certificate_is_one(TlsServer named, string running) =>
        (await RunAsync(named, running, "https", null)).Should().Be(Without(PresentedCertificateStatus.ConnectionWithoutCertificate));

    [TestCaseSource(nameof(NotNamed))]
    public async Task A_server_that_is_not_named_vouches_for_nothing(TlsServer named, string? running)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();

        (await RunAsync(named, running, "https", certificate)).Should().Be(Without(PresentedCertificateStatus.ConnectionNotTls));
    }

    [TestCaseSource(nameof(Named))]
    public async Task There_is_no_certificate_on_plain_http(TlsServer named, string running)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();

        (await RunAsync(named, running, "http", certificate)).Should().Be(Without(PresentedCertificateStatus.ConnectionNotTls));
    }

    [Test]
    public async Task The_certificate_of_HTTP_3_is_that_of_the_connection()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();

        (await RunAsync(TlsServer.Kestrel, Kestrel, "https", certificate, "HTTP/3")).Certificate.Should().BeSameAs(certificate);
    }

    [Test]
    public async Task What_middleware_puts_in_its_place_does_not_count([Values] bool hasCertificate, [Values] bool asFeature)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Certificate2 other = TestCertificates.Ec().Create().ToX509Certificate2();

        (X509Certificate2? found, _) = await RunAsync(
            TlsServer.Iis, Iis, "https", hasCertificate ? certificate : null, middleware: context =>
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

    [Test]
    public async Task What_a_startup_filter_puts_in_its_place_does_not_count_although_it_was_registered_before()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Certificate2 other = TestCertificates.Ec().Create().ToX509Certificate2();
        X509Certificate2? found = null;
        ServiceCollection services = new();
        services.AddSingleton<IStartupFilter>(new ReplacingFilter(other)).AddMtlsCertificates();
        await using ServiceProvider provider = services.BuildServiceProvider();

        // As hosts do it: the middleware of the first comes first.
        Action<IApplicationBuilder> configure = builder => builder.Run(context =>
        {
            found = ConnectionCertificate.Of(context);
            return Task.CompletedTask;
        });
        foreach (IStartupFilter filter in provider.GetServices<IStartupFilter>().Reverse())
        {
            configure = filter.Configure(configure);
        }

        ApplicationBuilder application = new(provider);
        configure(application);
        await application.Build()(new DefaultHttpContext
        {
            Request = { Scheme = "https", Protocol = "HTTP/3" },
            Connection = { ClientCertificate = certificate },
        });

        found.Should().BeSameAs(certificate);
    }

    private static (X509Certificate2?, PresentedCertificateStatus) Without(PresentedCertificateStatus status) => (null, status);

    // The server's type is all that counts of it.
    private static IServer? Create(string? type) =>
        type is null ? null : (IServer)RuntimeHelpers.GetUninitializedObject(Type.GetType(type, throwOnError: true)!);

    private static async Task<(X509Certificate2? Certificate, PresentedCertificateStatus Status)> RunAsync(
        TlsServer named,
        string? running,
        string scheme,
        X509Certificate2? certificate,
        string protocol = "HTTP/1.1",
        Action<HttpContext>? middleware = null)
    {
        X509Certificate2? found = null;
        PresentedCertificateStatus status = default;
        await using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        ApplicationBuilder application = new(services);
        new ConnectionCertificateStartupFilter(new TrustedServer(named), Create(running)).Configure(builder => builder.Run(context =>
        {
            middleware?.Invoke(context);
            found = ConnectionCertificate.Of(context, out status);
            return Task.CompletedTask;
        }))(application);

        await application.Build()(new DefaultHttpContext
        {
            Request = { Scheme = scheme, Protocol = protocol },
            Connection = { ClientCertificate = certificate },
        });
        return (found, status);
    }

    private sealed class ReplacingFilter(X509Certificate2 certificate) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.Use((context, following) =>
            {
                context.Connection.ClientCertificate = certificate;
                return following(context);
            });
            next(application);
        };
    }
}
