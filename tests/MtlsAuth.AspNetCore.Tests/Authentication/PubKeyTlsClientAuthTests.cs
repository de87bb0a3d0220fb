using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Authentication;

public sealed class PubKeyTlsClientAuthTests
{
    [TestCase("1.2.840.10045.3.1.7", TestName = "Token_is_given_for_P256")]
    [TestCase("1.3.132.0.34", TestName = "Token_is_given_for_P384")]
    [TestCase("1.3.132.0.35", TestName = "Token_is_given_for_P521")]
    public async Task Token_is_given_for_curve(string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldAuthenticateAsync(server, client, client.Certificate);
    }

    [Test]
    public async Task Token_is_given_for_RSA()
    {
        using RSA key = TestKeys.Rsa2048();
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldAuthenticateAsync(server, client, client.Certificate);
    }

    [Test]
    public async Task Token_is_given_for_RSA_signed_with_PSS()
    {
        using RSA key = TestKeys.Rsa2048();
        CertificateRequest request = new("CN=pss", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using TestClient client = new("client", request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90)));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldAuthenticateAsync(server, client, client.Certificate);
    }

    [TestCase("ed25519")]
    [TestCase("ed448")]
    [TestCase("rsa-pss")]
    [TestCase("rsa:2048")]
    public async Task Token_is_given_for_keys_of_other_tools(string algorithm)
    {
        using TemporaryFolder folder = new();
        await CommandLine.RunAsync(
            "openssl", folder.FullPath, "", "req", "-x509", "-newkey", algorithm, "-nodes", "-days", "1", "-subj", "/CN=tool", "-keyout", "c.key", "-out", "c.crt");
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(folder.PathOf("c.crt"));
        using TestClient client = new("client", certificate);
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        string answer = await CommandLine.RunAsync(
            "curl", folder.FullPath, "", "-s", "-k", "--cert", "c.crt", "--key", "c.key", "-d", client.Form, $"{server.Address}token");

        answer.Should().Be("client");
    }

    [Test]
    public async Task Token_is_given_for_a_renewed_certificate()
    {
        using ECDsa key = TestKeys.CreateP256();
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        using X509Certificate2 renewed = TestCertificates.Ec().WithSubject("CN=renewed").WithKey(key).Create().ToX509Certificate2();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldAuthenticateAsync(server, client, renewed);
    }

    [Test]
    public async Task Token_is_given_for_a_certificate_of_an_authority_over_the_registered_key()
    {
        using ECDsa key = TestKeys.CreateP256();
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        using X509Certificate2 authority = TestCertificates.Authority("CN=authority").Create().ToX509Certificate2();
        using X509Certificate2 issued = TestCertificates.Ec().WithKey(key).IssuedBy(authority).Create().ToX509Certificate2();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldAuthenticateAsync(server, client, issued);
    }

    [Test]
    public async Task Another_key_is_refused()
    {
        using TestClient client = new();
        using X509Certificate2 foreign = TestCertificates.Ec().Create().ToX509Certificate2();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldBeRefusedAsync(server, client.Form, foreign, "PublicKeyNotRegistered");
    }

    [Test]
    public async Task Another_clients_certificate_is_refused()
    {
        using TestClient first = new("first");
        using TestClient second = new("second");
        await using TestServer server = await TestServer.StartAsync(first.Metadata, second.Metadata);

        await ShouldBeRefusedAsync(server, first.Form, second.Certificate, "PublicKeyNotRegistered");
    }

    [Test]
    public async Task A_certificate_that_the_registered_key_signed_is_refused()
    {
        using TestClient client = new("client", TestCertificates.Ec().AsAuthority());
        using X509Certificate2 signed = TestCertificates.Ec().IssuedBy(client.Certificate).Create().ToX509Certificate2();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, signed, [client.Certificate]);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Reason.Should().Be("PublicKeyNotRegistered");
    }

    [Test]
    public async Task No_certificate_is_refused()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldBeRefusedAsync(server, client.Form, null, "MissingCertificate");
    }

    [Test]
    public async Task An_unknown_client_is_refused()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldBeRefusedAsync(server, "client_id=unknown", client.Certificate, "UnknownClient");
    }

    [Test]
    public async Task An_expired_certificate_is_refused()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using TestClient client = new("client", TestCertificates.Ec().ValidFrom(now.AddDays(-2)).ValidUntil(now.AddDays(-1)));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldBeRefusedAsync(server, client.Form, client.Certificate, "CertificateExpired");
    }

    [Test]
    public async Task A_certificate_that_is_not_yet_valid_is_refused()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using TestClient client = new("client", TestCertificates.Ec().ValidFrom(now.AddDays(1)).ValidUntil(now.AddDays(2)));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        await ShouldBeRefusedAsync(server, client.Form, client.Certificate, "CertificateNotYetValid");
    }

    // OpenSSL's security level keeps such keys out of the handshake on many systems, so the certificate is put beside it.
    [Test]
    public async Task A_small_RSA_key_is_refused()
    {
        using RSA key = RSA.Create(1024);
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        await using TestServer server = await TestServer.StartAsync(
            services =>
            {
                services.AddMtlsAuth().AddInMemoryClients(client.Metadata);
                services.AddSingleton<IClientCertificateSource>(new FixedCertificateSource(client.Certificate));
            });

        await ShouldBeRefusedAsync(server, client.Form, null, "RsaKeyTooSmall");
    }

    [Test]
    public async Task Certificate_that_an_application_takes_from_a_header_is_none_of_the_connection()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services =>
            {
                services.AddMtlsAuth().AddInMemoryClients(client.Metadata);
                services.AddCertificateForwarding(static options => options.CertificateHeader = "X-Client-Cert");
            },
            static app =>
            {
                app.UseCertificateForwarding();
                app.Use((context, next) => context.Connection.ClientCertificate is null
                    ? throw new InvalidOperationException("The header was not read.")
                    : next(context));
                TestServer.MapToken(app);
            });
        using HttpClient http = server.CreateClient();
        http.DefaultRequestHeaders.Add("X-Client-Cert", Convert.ToBase64String(client.Certificate.RawDataMemory.Span));

        using HttpResponseMessage response = await http.PostAsync("/token", Form(client.Form));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Reason.Should().Be("MissingCertificate");
    }

    [Test]
    public async Task Certificate_that_middleware_puts_in_the_connections_place_is_not_there_for_later_requests_either()
    {
        using TestClient client = new();
        using TestClient stranger = new("stranger");
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Connection.ClientCertificate = client.Certificate;
                    return next(context);
                });
                TestServer.MapToken(app);
            });
        using HttpClient http = server.CreateClient(stranger.Certificate);

        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage response = await http.PostAsync("/token", Form(client.Form));

            response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        server.Reason.Should().Be("PublicKeyNotRegistered");
    }

    [TestCase(SslProtocols.Tls12, 1)]
    [TestCase(SslProtocols.Tls12, 2)]
    [TestCase(SslProtocols.Tls13, 1)]
    [TestCase(SslProtocols.Tls13, 2)]
    public async Task Token_is_given_over_each_version_of_TLS_and_HTTP(SslProtocols protocol, int version)
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using HttpClient http = server.CreateClient(client.Certificate, configureTls: tls => tls.EnabledSslProtocols = protocol);
        using HttpRequestMessage request = new(HttpMethod.Post, "/token")
        {
            Version = new Version(version, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Form(client.Form),
        };

        using HttpResponseMessage response = await http.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
        response.Version.Major.Should().Be(version);
    }

    [Test]
    public async Task Each_request_of_a_connection_is_decided_by_itself()
    {
        using TestClient first = new("first");
        using TestClient second = new("second");
        await using TestServer server = await TestServer.StartAsync(first.Metadata, second.Metadata);
        using HttpClient http = server.CreateClient(first.Certificate);
        List<HttpStatusCode> answers = [];

        foreach (string form in new[] { first.Form, second.Form, first.Form })
        {
            using StringContent content = Form(form);
            using HttpResponseMessage response = await http.PostAsync("/token", content);
            answers.Add(response.StatusCode);
        }

        answers.Should().Equal(HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK);
    }

    [Test]
    public async Task Each_of_many_clients_at_a_time_gets_its_own_answer()
    {
        TestClient[] clients = [.. Enumerable.Range(0, 8).Select(i => new TestClient($"client{i}"))];
        await using TestServer server = await TestServer.StartAsync(clients.Select(client => client.Metadata));
        HttpClient[] connections = [.. clients.Select(client => server.CreateClient(client.Certificate))];

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            // Every fifth request names another client than the connection's.
            int named = i % 5 == 0 ? (i + 1) % 8 : i % 8;
            using StringContent content = Form(clients[named].Form);
            using HttpResponseMessage response = await connections[i % 8].PostAsync("/token", content);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : await response.ReadErrorAsync() ?? "";
        }));

        answers.Should().Equal(Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? "invalid_client" : $"client{i % 8}"));
        Array.ForEach(connections, connection => connection.Dispose());
        Array.ForEach(clients, client => client.Dispose());
    }

    private static StringContent Form(string body) => new(body, null, "application/x-www-form-urlencoded");

    private static async Task ShouldAuthenticateAsync(TestServer server, TestClient client, X509Certificate2 certificate)
    {
        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be(client.Metadata.ClientId);
        server.Logs.Single().GetStructuredStateValue("KeyThumbprint").Should().Be(
            ClientCertificate.FromX509Certificate2(certificate).PublicKeyThumbprint.ToString());
    }

    private static async Task ShouldBeRefusedAsync(TestServer server, string form, X509Certificate2? certificate, string reason)
    {
        using HttpResponseMessage response = await server.PostTokenAsync(form, certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).Should().Be(
            """{"error":"invalid_client","error_description":"Client authentication failed"}""");
        server.Reason.Should().Be(reason);
    }
}
