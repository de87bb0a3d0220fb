using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsKestrelExtensionsTests
{
    [Test]
    public async Task RequestClientCertificates_serves_connections_without_certificate()
    {
        await using TestServer server = await StartAsync();

        (await GetCertificatesAsync(server, null)).Should().Be("no certificate");
    }

    [Test]
    public async Task RequestClientCertificates_lets_self_signed_certificates_through()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=self").Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        (await GetCertificatesAsync(server, certificate)).Should().Be("CN=self");
    }

    [Test]
    public async Task RequestClientCertificates_lets_expired_certificates_through()
    {
        using X509Certificate2 certificate = TestCertificates.Ec()
            .WithSubject("CN=expired")
            .ValidFrom(DateTimeOffset.UtcNow.AddDays(-2))
            .ValidUntil(DateTimeOffset.UtcNow.AddDays(-1))
            .Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        (await GetCertificatesAsync(server, certificate)).Should().Be("CN=expired");
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task RequestClientCertificates_keeps_the_chain_that_the_client_sent(SslProtocols protocol)
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 upper = SentAuthority.Create("upper", root);
        using X509Certificate2 lower = SentAuthority.Create("lower", upper);
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=leaf").IssuedBy(lower).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        (await GetCertificatesAsync(server, leaf, [lower, upper], protocol)).Should().Be($"CN=leaf, {lower.Subject}, {upper.Subject}");
    }

    [Test]
    public async Task RequestClientCertificates_keeps_each_connections_chain_apart()
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 authority = SentAuthority.Create("ca", root);
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=leaf").IssuedBy(authority).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        string[] seen = [await GetCertificatesAsync(server, leaf, [authority]), await GetCertificatesAsync(server, leaf)];

        seen.Should().Equal($"CN=leaf, {authority.Subject}", "CN=leaf");
    }

    [Test]
    public async Task RequestClientCertificates_fetches_nothing_that_a_certificate_names()
    {
        using TcpListener issuerAddress = new(IPAddress.Loopback, 0);
        issuerAddress.Start();
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 leaf = TestCertificates.Ec()
            .IssuedBy(root)
            .WithSubject("CN=leaf")
            .WithExtensions(new X509AuthorityInformationAccessExtension(null, [$"http://{issuerAddress.LocalEndpoint}/root.crt"]))
            .Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        (await GetCertificatesAsync(server, leaf)).Should().Be("CN=leaf");
        issuerAddress.Pending().Should().BeFalse();
    }

    [Test]
    public async Task RequestClientCertificates_goes_on_with_the_applications_own_settings()
    {
        bool called = false;
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=self").Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(https =>
        {
            https.OnAuthenticate = (_, _) => called = true;
            https.RequestClientCertificates();
        });

        (await GetCertificatesAsync(server, certificate)).Should().Be("CN=self");
        called.Should().BeTrue();
    }

    // The client sends its chain once; whoever resumes the session sends nothing.
    [TestCase("-tls1_2")]
    [TestCase("-tls1_3")]
    public async Task RequestClientCertificates_has_the_same_certificates_on_the_next_connection_of_a_session(string protocol)
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 authority = SentAuthority.Create("ca", root);
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=leaf").IssuedBy(authority).Create().ToX509Certificate2();
        folder.Write("c.crt", leaf.ExportCertificatePem());
        folder.Write("ca.crt", authority.ExportCertificatePem());
        folder.Write("c.key", leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using TestServer server = await StartAsync();
        string[] arguments =
        [
            "s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "localhost", protocol, "-ign_eof",
            "-cert", "c.crt", "-key", "c.key", "-cert_chain", "ca.crt",
        ];
        const string Request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        string first = await CommandLine.RunAsync("openssl", folder.FullPath, Request, [.. arguments, "-sess_out", "session"]);
        string[] resume = File.Exists(folder.PathOf("session")) ? ["-sess_in", "session"] : [];
        string second = await CommandLine.RunAsync("openssl", folder.FullPath, Request, [.. arguments, .. resume]);

        FindCertificates(first).Should().Be($"CN=leaf, {authority.Subject}");
        FindCertificates(second).Should().Be($"CN=leaf, {authority.Subject}");

        static string? FindCertificates(string output) =>
            output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.StartsWith("CN=leaf", StringComparison.Ordinal));
    }

    [Test]
    public async Task RequestClientCertificates_refuses_long_certificates_in_the_handshake(
        [Values(16_384, 20_000)] int maximumLength, [Values] bool isTooLong)
    {
        using X509Certificate2 certificate = CreateOfLength(maximumLength + (isTooLong ? 1 : 0));
        await using TestServer server = await StartAsync(https =>
        {
            if (maximumLength == MtlsKestrelExtensions.DefaultMaximumCertificateLength)
            {
                https.RequestClientCertificates();
            }
            else
            {
                https.RequestClientCertificates(maximumLength);
            }
        });
        Func<Task<string>> get = () => GetCertificatesAsync(server, certificate);

        if (isTooLong)
        {
            await get.Should().ThrowAsync<HttpRequestException>();
        }
        else
        {
            (await get()).Should().Be("CN=long");
        }

        (await GetCertificatesAsync(server, null)).Should().Be("no certificate", "others go on being served");
    }

    [Test]
    public async Task RequestClientCertificates_refuses_long_certificates_that_come_with_the_clients()
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 authority = CreateOfLength(16_385, root);
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=leaf").IssuedBy(authority).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync();

        await FluentActions.Awaiting(() => GetCertificatesAsync(server, leaf, [authority])).Should().ThrowAsync<HttpRequestException>();
        (await GetCertificatesAsync(server, leaf)).Should().Be("CN=leaf");
    }

    [Test]
    public async Task RequestClientCertificates_of_Kestrel_counts_on_endpoints_that_say_nothing_of_certificates()
    {
        using X509Certificate2 certificate = CreateOfLength(20_000);
        await using TestServer server = await StartAsync(static _ => { }, static kestrel => kestrel.RequestClientCertificates(20_000));

        (await GetCertificatesAsync(server, certificate)).Should().Be("CN=long");
    }

    // The lists would come from addresses that a certificate of a stranger names.
    [Test]
    public void RequestClientCertificates_turns_the_platforms_own_check_of_revocation_off()
    {
        HttpsConnectionAdapterOptions options = new() { CheckCertificateRevocation = true };

        options.RequestClientCertificates();

        options.CheckCertificateRevocation.Should().BeFalse();
    }

    [TestCase(0)]
    [TestCase(1_023)]
    [TestCase(65_537)]
    [TestCase(int.MaxValue)]
    public void RequestClientCertificates_refuses_limits_out_of_range(int maximumLength)
    {
        FluentActions.Invoking(() => new HttpsConnectionAdapterOptions().RequestClientCertificates(maximumLength))
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new KestrelServerOptions().RequestClientCertificates(maximumLength))
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    private static X509Certificate2 CreateOfLength(int length, X509Certificate2? issuer = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TestCertificateBuilder builder = TestCertificates.Ec().WithSubject("CN=long").WithKey(key);
        X509Certificate2 Create(int padding) => (issuer is null ? builder : builder.IssuedBy(issuer))
            .WithSerialNumber(1, 2, 3, 4)
            .AsAuthority()
            .WithExtensions(new X509Extension("1.3.6.1.4.1.311.99999.1", new byte[padding], critical: false))
            .Create().ToX509Certificate2();

        // ECDSA signatures differ in length; another try signs anew.
        while (true)
        {
            using X509Certificate2 first = Create(length - 500);
            X509Certificate2 certificate = Create(length - 500 + length - first.RawData.Length);
            if (certificate.RawData.Length == length)
            {
                return certificate;
            }

            certificate.Dispose();
        }
    }

    private static Task<TestServer> StartAsync(
        Action<HttpsConnectionAdapterOptions>? configureHttps = null, Action<KestrelServerOptions>? configureKestrel = null) =>
        TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients().Services.Configure(configureKestrel ?? (static _ => { })),
            app => app.MapGet("/", (HttpContext context) => Describe(
                context.RequestServices.GetRequiredService<IClientCertificateSource>().GetCertificate(context))),
            configureHttps);

    private static string Describe(PresentedCertificate presented) => presented.Certificate is { } certificate
        ? string.Join(", ", presented.Chain.Prepend(certificate).Select(item => item.Subject))
        : "no certificate";

    private static async Task<string> GetCertificatesAsync(
        TestServer server,
        X509Certificate2? certificate,
        X509Certificate2Collection? chain = null,
        SslProtocols protocol = SslProtocols.None)
    {
        using HttpClient client = server.CreateClient(certificate, chain, tls => tls.EnabledSslProtocols = protocol);
        return await client.GetStringAsync("/");
    }
}
