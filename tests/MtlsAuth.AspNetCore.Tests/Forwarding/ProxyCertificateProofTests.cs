using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ProxyCertificateProofTests : IDisposable
{
    private readonly X509Certificate2 _serverCertificate = ForwardingServer.CreateServerCertificate();

    // Expired: the pin decides alone.
    private readonly X509Certificate2 _proxyCertificate = TestCertificates.Ec()
        .WithSubject("CN=proxy")
        .ValidFrom(DateTimeOffset.UtcNow.AddDays(-9))
        .ValidUntil(DateTimeOffset.UtcNow.AddDays(-8))
        .Create().ToX509Certificate2();

    private readonly X509Certificate2 _strangerCertificate = TestCertificates.Ec().WithSubject("CN=proxy").Create().ToX509Certificate2();

    public void Dispose()
    {
        _serverCertificate.Dispose();
        _proxyCertificate.Dispose();
        _strangerCertificate.Dispose();
    }

    [Test]
    public async Task Proxy_is_known_by_its_certificate()
    {
        await using ForwardingServer server = await StartAsync(PinCertificate);

        (await SendAsync(server, _proxyCertificate)).Should().Be(200);
    }

    [Test]
    public async Task Proxy_is_known_by_its_key()
    {
        await using ForwardingServer server = await StartAsync(options =>
            options.ProxyKeyThumbprints.Add(ClientCertificate.FromX509Certificate2(_proxyCertificate).PublicKeyThumbprint.ToString()));

        (await SendAsync(server, _proxyCertificate)).Should().Be(200);
    }

    [Test]
    public async Task Another_certificate_proves_nothing()
    {
        await using ForwardingServer server = await StartAsync(PinCertificate);

        (await SendAsync(server, _strangerCertificate), server.LastStatus).Should().Be((401, "HeaderUntrusted"));
    }

    [Test]
    public async Task No_certificate_proves_nothing()
    {
        await using ForwardingServer server = await StartAsync(PinCertificate);

        (await SendAsync(server, null), server.LastStatus).Should().Be((401, "HeaderUntrusted"));
    }

    [Test]
    public async Task Connection_without_tls_proves_nothing()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(PinCertificate, isKnownProxy: false);

        (int status, _) = await server.SendAsync($"X-Client-Cert: {ForwardingServer.Value}\r\n");

        (status, server.LastStatus).Should().Be((401, "HeaderUntrusted"));
    }

    [Test]
    public async Task Certificate_that_middleware_puts_in_the_connections_place_proves_nothing()
    {
        await using ForwardingServer server = await StartAsync(PinCertificate, application => application.Use((context, next) =>
        {
            context.Features.Set<ITlsConnectionFeature>(new TlsConnectionFeature { ClientCertificate = _proxyCertificate });
            context.Connection.ClientCertificate = _proxyCertificate;
            return next(context);
        }));

        (await SendAsync(server, _strangerCertificate), server.LastStatus).Should().Be((401, "HeaderUntrusted"));
    }

    [Test]
    public async Task Certificate_of_the_proxys_connection_never_authenticates_a_client()
    {
        await using ForwardingServer server = await StartAsync(PinCertificate);

        (await SendAsync(server, _proxyCertificate, lines: ""), server.LastStatus).Should().Be((401, "HeaderAbsent"));
    }

    private void PinCertificate(ForwardedCertificateOptions options) =>
        options.ProxyCertificateThumbprints.Add(ClientCertificate.FromX509Certificate2(_proxyCertificate).Thumbprint.ToString());

    private Task<ForwardingServer> StartAsync(
        Action<ForwardedCertificateOptions> forwarding, Action<WebApplication>? middleware = null) => ForwardingServer.StartAsync(
        forwarding,
        middleware: middleware,
        listen: kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(https =>
        {
            https.ServerCertificate = _serverCertificate;
            https.RequestClientCertificates();
        })),
        isKnownProxy: false);

    private async Task<int> SendAsync(ForwardingServer server, X509Certificate2? certificate, string? lines = null)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, server.Ports[0]);
        await using SslStream tls = new(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _serverCertificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        (int status, _) = await ForwardingServer.SendAsync(tls, lines ?? $"X-Client-Cert: {ForwardingServer.Value}\r\n");
        return status;
    }
}
