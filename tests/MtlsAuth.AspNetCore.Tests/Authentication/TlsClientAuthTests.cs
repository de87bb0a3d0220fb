using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Authentication;

public sealed class TlsClientAuthTests
{
    private static readonly ClientMetadata Client = new()
    {
        ClientId = "client",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client",
    };

    private readonly X509Certificate2 _root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _leaf;

    public TlsClientAuthTests()
    {
        _intermediate = SentAuthority.Create("intermediate", _root);
        _leaf = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(_intermediate).Create().ToX509Certificate2();
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _leaf.Dispose();
        _intermediate.Dispose();
        _root.Dispose();
    }

    [Test]
    public async Task Token_is_given_for_the_intermediate_that_the_client_sent()
    {
        using TemporaryFolder folder = new();
        await using TestServer server = await StartAsync(options => options.TrustAnchors = Write(folder, _root));

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", _leaf, [_intermediate]);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
    }

    [Test]
    public async Task A_chain_without_its_intermediate_is_refused()
    {
        using TemporaryFolder folder = new();
        await using TestServer server = await StartAsync(options => options.TrustAnchors = Write(folder, _root));

        await ShouldBeRefusedAsync(server, _leaf, "ChainNotTrusted");
    }

    [Test]
    public async Task An_issuing_authority_may_be_the_anchor()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 direct = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(_root).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options => options.TrustAnchors = Write(folder, _intermediate));

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", _leaf);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
        await ShouldBeRefusedAsync(server, direct, "ChainNotTrusted");
    }

    [Test]
    public async Task Intermediates_that_the_server_knows_need_not_be_sent_and_are_not_trusted_by_themselves([Values] bool isRootTrusted)
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 other = TestCertificates.Authority("CN=other root").Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options =>
        {
            options.TrustAnchors = Write(folder, isRootTrusted ? _root : other);
            options.Intermediates = Write(folder, _intermediate);
        });

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", _leaf);

        response.StatusCode.Should().Be(isRootTrusted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_certificate_that_is_left_out_is_logged_with_file_position_and_subject()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("anchors.pem", _root.ExportCertificatePem() + "\n" + _leaf.ExportCertificatePem());
        await using TestServer server = await StartAsync(options => options.TrustAnchors = file);

        server.Logs.Should().ContainSingle(log => log.Id.Id == 13).Which.Message.Should().Be(
            "A certification authority's certificate cannot be used and is left out: "
            + $"{file}: certificate 2 (CN=client): NotACertificateAuthority.");
    }

    [Test]
    public async Task Unknown_revocation_that_is_reported_is_logged_and_counted()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 direct = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(_root).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options =>
        {
            options.TrustAnchors = Write(folder, _root);
            options.ChainValidation.RevocationMode = X509RevocationMode.Offline;
            options.ChainValidation.RevocationUnknown = CertificateCheck.Report;
        });

        using MetricCollector<long> violations = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_authentication.reported_violations");

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", direct);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        violations.GetMeasurementSnapshot().Should().ContainSingle().Which.Tags["mtlsauth.violation"].Should().Be("RevocationUnknown");
        server.Logs.Should().ContainSingle(log => log.Id.Id == 4).Which.Message.Should().EndWith("RevocationUnknown");
    }

    [Test]
    public async Task Anchors_that_cannot_be_had_are_no_fault_of_the_client()
    {
        await using TestServer server = await TestServer.StartAsync(services =>
        {
            services.AddSingleton<ITrustAnchorSource>(new UnavailableAnchors());
            services.AddMtlsAuth(options => options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth])
                .AddInMemoryClients(Client);
        });

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", _leaf);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        server.Logs.Should().ContainSingle(log => log.Id.Id == 3).Which.Message.Should().EndWith(": the list is not there");
    }

    [Test]
    public async Task Another_subject_is_refused()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 other = TestCertificates.Ec().WithSubject("CN=other").IssuedBy(_root).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options => options.TrustAnchors = Write(folder, _root));

        await ShouldBeRefusedAsync(server, other, "SubjectNotRegistered");
        server.Logs[^1].GetStructuredStateValue("Detail")
            .Should().Be("differs at RDN 1: registered CN=client, in the certificate CN=other");
    }

    [Test]
    public async Task The_registered_subject_of_another_authority_is_refused()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 forged = TestCertificates.Ec().WithSubject("CN=client").Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options => options.TrustAnchors = Write(folder, _root));

        await ShouldBeRefusedAsync(server, forged, "ChainNotTrusted");
    }

    [Test]
    public async Task A_clients_own_authorities_replace_those_of_all()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 other = TestCertificates.Authority("CN=other root").Create().ToX509Certificate2();
        using X509Certificate2 direct = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(_root).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(options =>
        {
            options.TrustAnchors = Write(folder, _root);
            options.ClientTrustAnchors["client"] = Write(folder, other);
        });

        await ShouldBeRefusedAsync(server, direct, "ChainNotTrusted");
    }

    private static string Write(TemporaryFolder folder, X509Certificate2 authority) =>
        folder.Write($"{authority.Thumbprint}.pem", authority.ExportCertificatePem());

    private static Task<TestServer> StartAsync(Action<MtlsAuthOptions> configure) => TestServer.StartAsync(services => services
        .AddMtlsAuth(options =>
        {
            options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth];
            configure(options);
        })
        .AddInMemoryClients(Client));

    private static async Task ShouldBeRefusedAsync(TestServer server, X509Certificate2 certificate, string reason)
    {
        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Reason.Should().Be(reason);
    }

    private sealed class UnavailableAnchors : ITrustAnchorSource
    {
        public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default) =>
            throw new IOException("the list is not there");
    }
}
