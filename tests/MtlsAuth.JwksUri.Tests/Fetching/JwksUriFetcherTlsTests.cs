using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>Whom a fetch believes to be the client's server.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFetcherTlsTests
{
    [Test]
    public async Task An_authority_that_nobody_named_is_not_trusted([Values] bool withAuthorities)
    {
        using X509Certificate2 root = ServerCertificates.CreateRoot("CN=unknown");
        using X509Certificate2 certificate = ServerCertificates.Create(root);

        await RefusesAsync(certificate, withAuthorities, withAuthorities ? "PartialChain" : "certificate is invalid");
    }

    [Test]
    public async Task A_certificate_that_has_expired_is_not_trusted()
    {
        using X509Certificate2 certificate = ServerCertificates.Create(notAfter: DateTimeOffset.UtcNow.AddMinutes(-5));

        await RefusesAsync(certificate, withAuthorities: true, "NotTimeValid");
    }

    [Test]
    public async Task A_certificate_of_another_name_is_not_trusted()
    {
        using X509Certificate2 certificate = ServerCertificates.Create(host: "other.example");

        await RefusesAsync(certificate, withAuthorities: true, "RemoteCertificateNameMismatch");
    }

    [Test]
    public async Task A_certificate_that_is_not_for_servers_is_not_trusted()
    {
        using X509Certificate2 certificate = ServerCertificates.Create(usage: "1.3.6.1.5.5.7.3.2");

        await RefusesAsync(certificate, withAuthorities: true, "NotValidForUsage");
    }

    // A server could make this one fetch from anywhere, the private network included, by a URL in a certificate.
    [Test]
    public async Task Issuers_are_not_fetched_from_where_a_certificate_says([Values] bool withAuthorities)
    {
        using TcpListener issuers = new(IPAddress.Loopback, 0);
        issuers.Start();
        using X509Certificate2 unknown = ServerCertificates.CreateRoot("CN=unknown");
        using X509Certificate2 certificate = ServerCertificates.Create(
            unknown,
            extensions: new X509AuthorityInformationAccessExtension(null, [$"http://{issuers.LocalEndpoint}/"]));

        await RefusesAsync(certificate, withAuthorities);

        issuers.Pending().Should().BeFalse();
    }

    [Test]
    public async Task A_port_without_TLS_is_a_failure_of_TLS()
    {
        await using HostileServer server = HostileServer.StartWithoutTls(static async (stream, stopped) =>
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stopped));
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.TlsFailed);
    }

    [Test]
    public async Task A_handshake_that_is_cut_off_is_a_failure_of_TLS()
    {
        await using HostileServer server = HostileServer.StartWithoutTls(static async (stream, stopped) =>
        {
            await stream.ReadExactlyAsync(new byte[5], stopped);
            await stream.WriteAsync(new byte[] { 0x16, 0x03, 0x03, 0x00, 0x7A, 0x02 }, stopped);
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Both);
        });
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.TlsFailed);
    }

    private static async Task RefusesAsync(X509Certificate2 certificate, bool withAuthorities, string? cause = null)
    {
        await using HostileServer server = HostileServer.Answer(Ok, OneKey, certificate);
        using TestFetcher fetcher = new(withAuthorities: withAuthorities);

        (await fetcher.FetchAsync(server)).ShouldBe(JwksUriFailure.TlsFailed, cause);

        server.Requests.Should().BeEmpty();
    }
}
