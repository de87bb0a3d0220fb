using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.AspNetCore.Tests.Endpoints;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

public sealed class LogTests
{
    [Test]
    public async Task Success_is_information_with_client_method_and_key()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        string key = ClientCertificate.FromX509Certificate2(client.Certificate).PublicKeyThumbprint.ToString();
        Summarize(server.Logs).Should().Equal(
            $"1 Information Client client authenticated by pub_key_tls_client_auth with key {key}");
    }

    [Test]
    public async Task Failure_is_a_warning_with_reason_and_thumbprints()
    {
        using TestClient client = new();
        using TestClient other = new("other");
        ClientCertificate certificate = ClientCertificate.FromX509Certificate2(other.Certificate);
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, other.Certificate);

        Summarize(server.Logs).Should().Equal(
            "2 Warning Client client not authenticated: PublicKeyNotRegistered (method pub_key_tls_client_auth, "
            + $"certificate {certificate.Thumbprint}, key {certificate.PublicKeyThumbprint}, Present): presented key "
            + $"{certificate.PublicKeyThumbprint}, registered {client.Metadata.Jwks!.Keys[0].Thumbprint}");
    }

    [Test]
    public async Task Failure_without_client_and_certificate_says_so()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage response = await server.PostTokenAsync("");

        Summarize(server.Logs).Should().Equal(
            "2 Warning Client (none) not authenticated: MissingClientId (method (none), certificate (none), key (none), "
            + "ConnectionWithoutCertificate): the form has no client_id");
    }

    [Test]
    public async Task Clients_of_other_methods_are_no_failure_where_there_are_others()
    {
        await using TestServer server = await StartWithFurtherMethodsAsync();

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client&client_secret=s");

        (await response.Content.ReadAsStringAsync()).Should().Be(nameof(MtlsClientNotOurs));
        Summarize(server.Logs).Should().Equal(
            "8 Debug Client client is left to other methods: NotAMutualTlsClient (ConnectionWithoutCertificate)");
    }

    [Test]
    public async Task Clients_of_other_methods_without_their_credential_are_a_failure_that_says_so()
    {
        await using TestServer server = await StartWithFurtherMethodsAsync();

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        (await response.Content.ReadAsStringAsync()).Should().Be(nameof(MtlsClientRefused));
        Summarize(server.Logs).Should().Equal(
            "2 Warning Client client not authenticated: NotAMutualTlsClient (method client_secret_basic, certificate (none), key (none), "
            + "ConnectionWithoutCertificate): the client is registered for client_secret_basic, and the request has no credential of that "
            + "method, of which a certificate is none");
    }

    [Test]
    public async Task Other_failures_say_nothing_of_a_credential_that_is_missing()
    {
        await using TestServer server = await StartWithFurtherMethodsAsync();

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=unknown&client_secret=s");

        server.Reason.Should().Be("UnknownClient");
        server.Logs[0].GetStructuredStateValue("Detail").Should().NotContain("credential");
    }

    [Test]
    public async Task Clients_of_other_methods_lack_no_credential_where_there_is_no_other_method()
    {
        await using TestServer server = await TestServer.StartAsync(
            new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = "client_secret_basic" });

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        server.Logs[0].GetStructuredStateValue("Detail").Should().Be("the client is registered for client_secret_basic");
    }

    [Test]
    public async Task Unavailable_is_an_error_that_says_what_is_broken()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddClientMetadataStore<OAuthErrorWriterTests.BrokenStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        Summarize(server.Logs).Should().Equal(
            "3 Error Client client not authenticated: ClientMetadataUnavailable; this is no fault of the client: db1 does not answer");
        server.Logs[0].Exception.Should().BeOfType<ClientMetadataUnavailableException>()
            .Which.InnerException.Should().BeOfType<TimeoutException>();
    }

    [Test]
    public async Task Exceptions_cannot_forge_lines()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddClientMetadataStore<EchoingStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=a%0d%0ainfo: forged");

        server.Logs.Should().ContainSingle().Which.GetStructuredStateValue("Detail").Should().Be("no row for a??info: forged");
    }

    [Test]
    public async Task Violations_that_are_reported_are_a_warning()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using TestClient client = new("client", TestCertificates.Ec().ValidUntil(now.AddHours(-1)).AsAuthority());
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddMtlsAuth(options =>
            {
                options.CertificatePolicy.ValidityPeriod = CertificateCheck.Report;
                options.CertificatePolicy.CertificateAuthority = CertificateCheck.Report;
            })
            .AddInMemoryClients(client.Metadata));

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        Summarize(server.Logs)[1].Should().Be(
            "4 Warning Client client authenticated, but its certificate violates the policy: CertificateExpired, CertificateAuthority");
    }

    [TestCase("a%0d%0ainfo: forged", "a??info: forged")]
    [TestCase("%1b[31m", "?[31m")]
    [TestCase("%c3%a9%e2%80%a8", "??")]
    [TestCase("%20a~%7f", " a~?")]
    public async Task Client_ids_cannot_forge_lines(string encoded, string logged)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage response = await server.PostTokenAsync($"client_id={encoded}");

        server.Logs[0].GetStructuredStateValue("ClientId").Should().Be(logged);
    }

    [Test]
    public async Task Client_ids_are_cut()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage response = await server.PostTokenAsync($"client_id={new string('x', 10_000)}");

        server.Logs[0].GetStructuredStateValue("ClientId").Should().Be(new string('x', 128));
    }

    [TestCase("two\r\nlines\u001b[31m\u2028", "two??lines?[31m?")]
    [TestCase("umlauts stay: \u00fc\u4e2d", "umlauts stay: \u00fc\u4e2d")]
    [TestCase("what turns writing around does not: \u202e", "what turns writing around does not: ?")]
    public async Task Details_are_one_line(string message, string logged)
    {
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddSingleton(new FailingStore(message)).AddMtlsAuth().AddClientMetadataStore<FailingStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        server.Logs[0].GetStructuredStateValue("Detail").Should().Be(logged);
    }

    [Test]
    public async Task Details_are_cut()
    {
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddSingleton(new FailingStore(new string('x', 10_000))).AddMtlsAuth().AddClientMetadataStore<FailingStore>());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        server.Logs[0].GetStructuredStateValue("Detail").Should().HaveLength(1024);
    }

    [Test]
    public async Task Secrets_are_not_logged()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(
            $"{client.Form}&client_secret=s3cr3t&client_assertion=s3cr3t&code=s3cr3t", client.Certificate);

        server.Reason.Should().Be("MultipleCredentials");
        server.AllLogs.Should().NotContain(record => record.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    private static Task<TestServer> StartWithFurtherMethodsAsync() => TestServer.StartAsync(
        static services => services.AddMtlsAuth().AddInMemoryClients(
            new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = "client_secret_basic" }),
        static app => app.MapPost(
            "/token", static async (HttpContext context) => (await context.AuthenticateMtlsClientAsync()).GetType().Name));

    private static string[] Summarize(IEnumerable<FakeLogRecord> records) =>
        [.. records.Select(record => $"{record.Id.Id} {record.Level} {record.Message}")];

    private sealed class FailingStore(string message) : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new ClientMetadataUnavailableException(message);
    }

    internal sealed class EchoingStore : IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new KeyNotFoundException("no row for " + clientId);
    }
}
