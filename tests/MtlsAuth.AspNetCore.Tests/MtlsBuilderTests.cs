using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsBuilderTests
{
    private const string HttpSys = "Microsoft.AspNetCore.Server.HttpSys.MessagePump, Microsoft.AspNetCore.Server.HttpSys";

    [Test]
    public void AddForwardedCertificate_binds_the_section()
    {
        ForwardedCertificateOptions options = Bind(
            ("Preset", "Caddy"), ("KnownProxies:0", "192.0.2.10"), ("ChainHeaderNames:0", "X-Chain"));

        options.Preset.Should().Be(ForwardedCertificatePreset.Caddy);
        options.KnownProxies.Should().Equal("192.0.2.10");
        options.ChainHeaderNames.Should().Equal("X-Chain");
    }

    [Test]
    public void AddForwardedCertificate_refuses_a_setting_that_does_not_exist() =>
        FluentActions.Invoking(static () => Bind(("Preset", "Caddy"), ("KnownProxies:0", "192.0.2.10"), ("KnownProxy", "192.0.2.11")))
            .Should().Throw<InvalidOperationException>().WithMessage("*KnownProxy*");

    [Test]
    public void AddForwardedCertificate_lets_settings_be_checked_without_a_start()
    {
        ServiceCollection services = new();
        services.AddMtlsCertificates().AddForwardedCertificate(static _ => { });
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate())
            .Should().Throw<OptionsValidationException>();
    }

    [TestCase(TlsServer.HttpSys, PresentedCertificateStatus.Present)]
    [TestCase(TlsServer.Iis, PresentedCertificateStatus.ConnectionNotTls)]
    [TestCase(null, PresentedCertificateStatus.ConnectionNotTls)]
    public async Task UseClientCertificatesOf_takes_certificates_of_the_named_server_only(
        TlsServer? named, PresentedCertificateStatus expected)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        ServiceCollection services = new();
        services.AddLogging().AddSingleton((IServer)RuntimeHelpers.GetUninitializedObject(Type.GetType(HttpSys, throwOnError: true)!));
        MtlsCertificatesBuilder builder = services.AddMtlsCertificates();
        if (named is { } server)
        {
            builder.UseClientCertificatesOf(server).Should().BeSameAs(builder);
        }

        (await RunAsync(services, certificate)).Status.Should().Be(expected);
    }

    [TestCase(-1)]
    [TestCase(3)]
    public void UseClientCertificatesOf_refuses_a_server_that_there_is_not(int server) =>
        FluentActions.Invoking(() => new ServiceCollection().AddMtlsCertificates().UseClientCertificatesOf((TlsServer)server))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(server));

    private static ForwardedCertificateOptions Bind(params (string Name, string Value)[] settings)
    {
        IConfigurationRoot section = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        ServiceCollection services = new();
        services.AddMtlsCertificates().AddForwardedCertificate(section);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ForwardedCertificateOptions>>().Value;
    }

    // As a host does it: the middleware of all startup filters, and what the source says at the end of it.
    private static async Task<PresentedCertificate> RunAsync(IServiceCollection services, X509Certificate2 certificate)
    {
        await using ServiceProvider provider = services.BuildServiceProvider();
        PresentedCertificate? found = null;
        Action<IApplicationBuilder> configure = application => application.Run(context =>
        {
            found = provider.GetRequiredService<IClientCertificateSource>().GetCertificate(context);
            return Task.CompletedTask;
        });
        foreach (IStartupFilter filter in provider.GetServices<IStartupFilter>().Reverse())
        {
            configure = filter.Configure(configure);
        }

        ApplicationBuilder builder = new(provider);
        configure(builder);
        await builder.Build()(new DefaultHttpContext
        {
            Request = { Scheme = "https" },
            Connection = { ClientCertificate = certificate },
        });
        return found!;
    }
}
