using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Primitives;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using ProxyHeaders = MtlsAuth.Testing.Forwarding.ForwardedHeaders;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

/// <summary>What the source makes of a request's headers, without a server.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ForwardedCertificateReadingTests : IDisposable
{
    private const string SecretName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd0a97c15be8420";

    private ServiceProvider? _services;

    public void Dispose() => _services?.Dispose();

    [Test]
    public void Certificates_of_the_chain_headers_come_with_the_clients()
    {
        ClientCertificate[] chain = [.. Enumerable.Range(0, 3).Select(static _ => TestCertificates.Ec().Create().ClientCertificate)];
        Configure(static options =>
        {
            (options.Preset, options.SecretHeaderName) = (ForwardedCertificatePreset.Rfc9440, SecretName);
            options.ChainHeaderNames = ["X-Chain-0", "X-Chain-1"];
        });
        HeaderDictionary headers = new()
        {
            ["X-Chain-1"] = ProxyHeaders.Rfc9440(chain[2].RawData.ToArray()),
            ["X-Chain-0"] = ProxyHeaders.Rfc9440(chain[0].RawData.ToArray(), chain[1].RawData.ToArray()),
            [SecretName] = ProxyHeaders.Rfc9440(ForwardingServer.Certificate.RawData.ToArray()),
        };

        PresentedCertificate presented = Read(NewRequest(headers));

        presented.Certificate!.Thumbprint.Should().Be(ForwardingServer.Certificate.Thumbprint);
        presented.Chain.Select(static certificate => certificate.Thumbprint)
            .Should().Equal(chain.Select(static certificate => certificate.Thumbprint));
    }

    [Test]
    public void Missing_chain_header_is_no_chain()
    {
        Configure(static options => (options.Preset, options.SecretHeaderName) = (ForwardedCertificatePreset.Rfc9440, SecretName));

        PresentedCertificate presented = Read(NewRequest(
            new() { [SecretName] = ProxyHeaders.Rfc9440(ForwardingServer.Certificate.RawData.ToArray()) }));

        presented.Certificate!.Thumbprint.Should().Be(ForwardingServer.Certificate.Thumbprint);
        presented.Chain.Should().BeEmpty();
    }

    [Test]
    public void Header_whose_value_is_null_is_absent()
    {
        Configure(static options => options.SecretHeaderName = SecretName);

        Read(NewRequest(new() { [SecretName] = new StringValues([null]) })).Status.Should().Be(PresentedCertificateStatus.HeaderAbsent);
    }

    [Test]
    public void Same_value_is_read_once_for_all_requests()
    {
        Configure(static options => options.SecretHeaderName = SecretName);
        PresentedCertificate first = Read(NewRequest(new() { [SecretName] = ForwardingServer.Value }));

        Read(NewRequest(new() { [SecretName] = ForwardingServer.Value })).Should().BeSameAs(first);
    }

    [Test]
    public void Request_raises_one_alarm_however_often_its_certificate_is_asked_for()
    {
        Configure(static options => options.KnownProxies.Add("10.0.0.1"));
        using MetricCollector<long> alarms = new(
            _services!.GetRequiredService<IMeterFactory>(),
            MtlsClientDefaults.InstrumentationName,
            "mtlsauth.forwarded_certificate.untrusted");
        DefaultHttpContext request = NewRequest(new() { ["X-Client-Cert"] = ForwardingServer.Value });

        Read(request).Status.Should().Be(PresentedCertificateStatus.HeaderUntrusted);
        Read(request).Status.Should().Be(PresentedCertificateStatus.HeaderUntrusted);

        alarms.GetMeasurementSnapshot().Should().ContainSingle();
    }

    private void Configure(Action<ForwardedCertificateOptions> forwarding)
    {
        ServiceCollection services = new();
        services.AddMetrics().AddLogging();
        services.AddMtlsAuth(static _ => { }).AddInMemoryClients().AddForwardedCertificate(options =>
        {
            options.Preset = ForwardedCertificatePreset.Caddy;
            forwarding(options);
        });
        _services = services.BuildServiceProvider();
    }

    private DefaultHttpContext NewRequest(HeaderDictionary headers)
    {
        DefaultHttpContext context = new();
        context.Features.Set(_services!.GetRequiredService<ForwardedCertificateSettings>().Names.TakeFrom(headers));
        return context;
    }

    private PresentedCertificate Read(HttpContext context) =>
        _services!.GetRequiredService<IClientCertificateSource>().GetCertificate(context);
}
