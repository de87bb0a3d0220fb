using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Running;
using MtlsAuth.Tool.Tests.Probing;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbeCommandTests : IDisposable
{
    private static readonly ToolWorld Today = new() { Clock = TimeProvider.System };

    private readonly TemporaryFolder _folder = new();
    private readonly string _authority;

    public ProbeCommandTests() => _authority = _folder.Write("root.crt", ProbedServer.Authority);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_client_that_gets_its_bound_token_is_told_so()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        ClientCertificate certificate = WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "s6BhdRkqt3", "--scope", "payments");

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Error.Should().BeEmpty();
        string url = server.Url.ToString();
        string token = ProbedServer.CreateToken(certificate.Thumbprint.ToString());
        run.Output.Should().Be($"""
            {url}
              metadata        {url}.well-known/oauth-authorization-server
              methods         private_key_jwt, pub_key_tls_client_auth
              binds tokens    yes
              token endpoint  {url}token
              TLS             Tls13, TLS_AES_256_GCM_SHA384
              asks for one    yes, of any authority
              certificate     CN=right
              x5t#S256        {certificate.Thumbprint}
              ends            {certificate.NotAfter:yyyy-MM-dd HH:mm}Z
              answer          200
              token           JWT, {token.Length} characters
              bound           to this certificate
            All is as it should be.

            """);
        foreach (string part in token.Split('.'))
        {
            run.Output.Should().NotContain(part);
        }

        IFormCollection request = server.Requests.Should().ContainSingle().Which;
        request["grant_type"].ToString().Should().Be("client_credentials");
        request["client_id"].ToString().Should().Be("s6BhdRkqt3");
        request["scope"].ToString().Should().Be("payments");
    }

    [Test]
    public async Task Json_has_it_all_on_one_line()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a", "--json");

        JsonElement report = JsonElement.Parse(run.Lines.Should().ContainSingle().Which);
        report.GetProperty("cause").GetString().Should().Be("None");
        report.GetProperty("token_is_bound").GetBoolean().Should().BeTrue();
        report.GetProperty("asks_for_certificate").GetBoolean().Should().BeTrue();
        report.GetProperty("status").GetInt32().Should().Be(200);
        run.Output.Should().NotContain(".eyJ");
    }

    [Test]
    public async Task A_certificate_that_is_not_registered_leads_to_match()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        WriteIdentity("CN=other");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");

        AssertCause(run, "ClientRefused");
        run.Output.Should().Contain("answer          401 invalid_client because\\u001b[31m").And.Contain("mtlsauth match");
    }

    [Test]
    public async Task A_server_that_asks_for_no_certificate_is_found_out()
    {
        await using ProbedServer server = await new ProbedServer { Mode = ClientCertificateMode.NoCertificate }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");
        ToolRun withoutClient = await ProbeAsync(server.Url);

        AssertCause(run, "NoCertificateAsked");
        AssertCause(withoutClient, "NoCertificateAsked");
        run.Output.Should().Contain("asks for one    no").And.Contain("RequestClientCertificates");
        server.Requests.Should().ContainSingle();
    }

    [Test]
    public async Task Without_a_client_there_is_a_handshake_and_no_request()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        WriteIdentity("CN=other");

        (await ProbeAsync(server.Url)).ExitCode.Should().Be(ExitCode.Yes);
        server.Requests.Should().BeEmpty();
    }

    [Test]
    public async Task The_authorities_that_the_server_names_are_shown()
    {
        using X509Certificate2 named = TestCertificates.Ec().WithSubject("CN=Clients, O=Bank").AsAuthority().Create().ToX509Certificate2();
        await using ProbedServer server = await new ProbedServer { NamedAuthority = named }.StartAsync();
        WriteIdentity("CN=right");

        (await ProbeAsync(server.Url)).Output.Should().Contain("asks for one    yes, of CN=Clients, O=Bank\n");
    }

    [Test]
    public async Task The_alias_for_certificates_is_where_the_token_is_asked_for()
    {
        await using ProbedServer alias = await new ProbedServer().StartAsync();
        string endpoint = $"https://127.0.0.1:{alias.Url.Port}/token";
        await using ProbedServer server = await new ProbedServer
        {
            Mode = ClientCertificateMode.NoCertificate,
            Metadata = self => With(self.Describe(), "mtls_endpoint_aliases", new JsonObject { ["token_endpoint"] = endpoint }),
        }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain($"for certificates  {endpoint}\n").And.Contain("another host or port");
        run.Output.Should().Contain("yes, of any authority");
        server.Requests.Should().BeEmpty();
        alias.Requests.Should().ContainSingle();
    }

    [Test]
    public async Task A_server_whose_authority_is_unknown_is_not_spoken_to()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ToolRun.OfAsync([.. Arguments(server.Url), "--client", "a"], Today);

        AssertCause(run, "ServerNotTrusted");
        run.Output.Should().Contain("--cacert");
        server.Requests.Should().BeEmpty();
    }

    [Test]
    public async Task A_server_of_another_name_is_not_spoken_to()
    {
        await using ProbedServer server = await new ProbedServer { HostName = "as.example.com" }.StartAsync();
        WriteIdentity("CN=right");

        AssertCause(await ProbeAsync(server.Url, "--client", "a"), "ServerNameDiffers");
        server.Requests.Should().BeEmpty();
    }

    [TestCase(ClientCertificateMode.AllowCertificate)]
    [TestCase(ClientCertificateMode.RequireCertificate)]
    public async Task A_server_that_validates_certificates_by_itself_is_found_out(ClientCertificateMode mode)
    {
        await using ProbedServer server = await new ProbedServer { Mode = mode, TakesAny = false }.StartAsync();
        await using ProbedServer metadata = await new ProbedServer
        {
            Metadata = self => With(self.Describe(), "token_endpoint", new Uri(server.Url, "/token").ToString()),
        }.StartAsync();
        WriteIdentity("CN=right");

        foreach (Uri url in new[] { server.Url, metadata.Url })
        {
            ToolRun run = await ProbeAsync(url, "--client", "a");

            AssertCause(run, "CertificateRefused");
            run.Output.Should().Contain("yes, of any authority").And.Contain("what happened");
        }

        server.Requests.Should().BeEmpty();
    }

    [Test]
    public async Task A_server_that_demands_a_certificate_gets_one()
    {
        await using ProbedServer server = await new ProbedServer { Mode = ClientCertificateMode.RequireCertificate }.StartAsync();
        WriteIdentity("CN=right");

        (await ProbeAsync(server.Url, "--client", "a")).ExitCode.Should().Be(ExitCode.Yes);
    }

    [Test]
    public async Task A_certificate_that_has_ended_is_the_cause()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        await using ProbedServer strict = await new ProbedServer { TakesAny = false }.StartAsync();
        WriteIdentity("CN=other", notAfter: DateTimeOffset.UtcNow.AddHours(-1));

        AssertCause(await ProbeAsync(server.Url, "--client", "a"), "CertificateOutOfDate");
        AssertCause(await ProbeAsync(strict.Url, "--client", "a"), "CertificateOutOfDate");
    }

    [Test]
    public async Task A_key_of_another_certificate_is_unreadable()
    {
        WriteIdentity("CN=right");
        using ECDsa other = TestKeys.CreateP256();
        _folder.Write("client.key", other.ExportPkcs8PrivateKeyPem());

        ToolRun run = await ProbeAsync(new Uri("https://localhost:1"), "--client", "a");

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("the key is not the certificate's");
    }

    [Test]
    public async Task An_encrypted_key_needs_somebody_to_ask()
    {
        await using ProbedServer server = await new ProbedServer().StartAsync();
        using ECDsa key = TestKeys.CreateP256();
        WriteIdentity("CN=right", key: key);
        _folder.Write("client.key", key.ExportEncryptedPkcs8PrivateKeyPem(
            "correct", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));

        Task<ToolRun> RunAsync(string? password, params string[] options) => ToolRun.OfAsync(
            [.. Arguments(server.Url), "--cacert", _authority, "--client", "a", .. options],
            new ToolWorld { Clock = TimeProvider.System, AskSecret = password is null ? null : _ => password });

        (await RunAsync("correct")).ExitCode.Should().Be(ExitCode.Yes);
        (await RunAsync(null, "--password-file", _folder.Write("password", "correct\n"))).ExitCode.Should().Be(ExitCode.Yes);
        (await RunAsync("wrong")).ExitCode.Should().Be(ExitCode.Unreadable);
        (await RunAsync(null)).Error.Should().Contain("client.key: needs a password");
    }

    [Test]
    public async Task The_metadata_of_OpenID_Connect_will_do()
    {
        await using ProbedServer server = await new ProbedServer { MetadataPath = "/.well-known/openid-configuration" }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");
        ToolRun named = await ProbeAsync(new Uri(server.Url, "/.well-known/openid-configuration"), "--client", "a");

        run.ExitCode.Should().Be(ExitCode.Yes);
        named.ExitCode.Should().Be(ExitCode.Yes);
    }

    [Test]
    public async Task A_server_without_metadata_needs_its_token_endpoint()
    {
        await using ProbedServer server = await new ProbedServer { Metadata = static _ => null }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");
        ToolRun named = await ProbeAsync(server.Url, "--client", "a", "--token-endpoint", new Uri(server.Url, "/token").ToString());

        AssertCause(run, "NoDiscovery");
        run.Output.Should().Contain("openid-configuration answers 404").And.Contain("--token-endpoint");
        named.ExitCode.Should().Be(ExitCode.Yes);
    }

    [TestCase("")]
    [TestCase("nobody")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{ "issuer": "https://other.example", "token_endpoint": "https://other.example/token" }""")]
    [TestCase("""{ "issuer": "ISSUER", "token_endpoint": "http://localhost/token" }""")]
    [TestCase("""{ "issuer": "ISSUER", "token_endpoint": "/token" }""")]
    [TestCase("""{ "issuer": "ISSUER", "token_endpoint": 5 }""")]
    [TestCase("""{ "issuer": "ISSUER", "issuer": "ISSUER", "token_endpoint": "https://a.example/" }""")]
    [TestCase("""{ "issuer": "ISSUER", "token_endpoint": "https://a.example/", "mtls_endpoint_aliases": { "token_endpoint": "x" } }""")]
    public async Task Metadata_that_no_client_should_use_is_refused(string metadata)
    {
        await using ProbedServer server = await new ProbedServer
        {
            Metadata = self => metadata.Replace("ISSUER", self.Url.ToString().TrimEnd('/'), StringComparison.Ordinal),
        }.StartAsync();
        WriteIdentity("CN=right");

        AssertCause(await ProbeAsync(server.Url, "--client", "a"), "MalformedDiscovery");
    }

    [Test]
    public async Task What_metadata_says_at_length_is_shown_in_short()
    {
        string issuer = new('i', 300_000);
        string methods = string.Join(',', Enumerable.Repeat($"\"{new string('m', 1_000)}\"", 500));
        await using ProbedServer talkative = await new ProbedServer
        {
            Metadata = self => $$"""
                { "issuer": "{{self.Url.ToString().TrimEnd('/')}}", "token_endpoint": "https://a.example/",
                  "token_endpoint_auth_methods_supported": [ {{methods}} ] }
                """,
        }.StartAsync();
        await using ProbedServer another = await new ProbedServer { Metadata = _ => $$"""{ "issuer": "{{issuer}}" }""" }.StartAsync();
        WriteIdentity("CN=right");

        (await ProbeAsync(talkative.Url)).Output.Length.Should().BeLessThan(20_000);
        (await ProbeAsync(another.Url)).Output.Length.Should().BeLessThan(5_000);
    }

    [Test]
    public async Task Metadata_that_does_not_end_is_not_read_to_its_end()
    {
        string deep = new string('[', 200_000);
        string large = $"\"{new string('x', 2_000_000)}\"";
        WriteIdentity("CN=right");
        foreach ((string metadata, string cause) in new[] { (deep, "MalformedDiscovery"), (large, "UnexpectedAnswer") })
        {
            await using ProbedServer server = await new ProbedServer { Metadata = _ => metadata }.StartAsync();

            AssertCause(await ProbeAsync(server.Url, "--client", "a"), cause);
        }
    }

    [Test]
    public async Task A_server_that_lists_no_method_of_ours_is_found_out()
    {
        await using ProbedServer server = await new ProbedServer
        {
            Metadata = self => With(self.Describe(), "token_endpoint_auth_methods_supported", new JsonArray("client_secret_basic", 5)),
        }.StartAsync();
        WriteIdentity("CN=other");

        AssertCause(await ProbeAsync(server.Url, "--client", "a"), "NoMethodOffered");
    }

    [TestCase(400, "invalid_client", "ClientRefused")]
    [TestCase(401, "invalid_request", "ClientRefused")]
    [TestCase(400, "unauthorized_client", "GrantRefused")]
    [TestCase(400, "unsupported_grant_type", "GrantRefused")]
    [TestCase(400, "invalid_scope", "GrantRefused")]
    [TestCase(400, "invalid_request", "UnexpectedAnswer")]
    [TestCase(503, "temporarily_unavailable", "UnexpectedAnswer")]
    public async Task An_error_has_its_likely_cause(int status, string error, string cause)
    {
        await using ProbedServer server = await new ProbedServer { Token = ProbedServer.Refuse(status, error) }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");

        AssertCause(run, cause);
        run.Output.Should().Contain($"answer          {status} {error} ");
    }

    [TestCase(401, "<html>", "ClientRefused")]
    [TestCase(200, "<html>", "UnexpectedAnswer")]
    [TestCase(200, "{}", "UnexpectedAnswer")]
    [TestCase(200, "[]", "UnexpectedAnswer")]
    [TestCase(200, """{ "access_token": 5 }""", "UnexpectedAnswer")]
    [TestCase(200, """{ "access_token": "a", "access_token": "b" }""", "UnexpectedAnswer")]
    [TestCase(302, "", "UnexpectedAnswer")]
    [TestCase(502, "<html>", "UnexpectedAnswer")]
    public async Task An_answer_that_is_none_has_its_likely_cause(int status, string body, string cause)
    {
        await using ProbedServer server = await new ProbedServer
        {
            Token = context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "https://elsewhere.example/";
                return context.Response.WriteAsync(body);
            },
        }.StartAsync();
        WriteIdentity("CN=right");

        AssertCause(await ProbeAsync(server.Url, "--client", "a"), cause);
    }

    [Test]
    public async Task A_token_that_should_be_bound_and_is_not_is_found_out()
    {
        string other = TestCertificates.Ec().Create().ClientCertificate.Thumbprint.ToString();
        (Func<string?, string> Token, string Cause)[] cases =
        [
            (static _ => ProbedServer.CreateToken(null), "TokenNotBound"),
            (_ => ProbedServer.CreateToken(other), "TokenBoundToAnother"),
            (_ => ProbedServer.CreateToken(new string('x', 100_000)), "TokenBoundToAnother"),
        ];
        WriteIdentity("CN=right");
        foreach ((Func<string?, string> token, string cause) in cases)
        {
            await using ProbedServer server = await new ProbedServer { Token = ProbedServer.Grant(token) }.StartAsync();

            ToolRun run = await ProbeAsync(server.Url, "--client", "a");

            AssertCause(run, cause);
            run.Output.Should().Contain("bound           not to this certificate");
        }
    }

    [TestCase("opaque-token-which-nobody-sees")]
    [TestCase("a.b.c")]
    [TestCase("!.!.!")]
    [TestCase("e30.W10.c2ln")]
    public async Task Into_a_token_that_is_no_JWT_nobody_can_look(string token)
    {
        await using ProbedServer server = await new ProbedServer { Token = ProbedServer.Grant(_ => token) }.StartAsync();
        WriteIdentity("CN=right");

        ToolRun run = await ProbeAsync(server.Url, "--client", "a");

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain($"token           opaque, {token.Length} characters").And.NotContain(token);
    }

    [Test]
    public async Task A_server_that_promises_no_bound_tokens_need_not_bind_them()
    {
        await using ProbedServer server = await new ProbedServer
        {
            Metadata = self => With(self.Describe(), "tls_client_certificate_bound_access_tokens", false),
            Token = ProbedServer.Grant(static _ => ProbedServer.CreateToken(null)),
        }.StartAsync();
        WriteIdentity("CN=right");

        (await ProbeAsync(server.Url, "--client", "a")).ExitCode.Should().Be(ExitCode.Yes);
    }

    [Test]
    public async Task Nobody_there_is_unreachable()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        WriteIdentity("CN=right");

        AssertCause(await ProbeAsync(new Uri($"https://localhost:{port}"), "--client", "a"), "Unreachable");
    }

    [Test]
    public async Task What_is_no_TLS_fails_in_the_handshake()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answer = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        WriteIdentity("CN=right");

        Uri url = new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
        AssertCause(await ProbeAsync(url, "--client", "a"), "HandshakeFailed");
        await answer;
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        WriteIdentity("CN=right");

        Task<ToolRun> running = ToolRun.OfAsync(
            Arguments(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")), new ToolWorld { Clock = clock });
        using TcpClient client = await listener.AcceptTcpClientAsync();
        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        AssertCause(await running, "TimedOut");
    }

    [TestCase("probe https://as.example.com --cert a")]
    [TestCase("probe https://as.example.com --key a")]
    [TestCase("probe http://as.example.com --cert a --key a")]
    [TestCase("probe as.example.com --cert a --key a")]
    [TestCase("probe https://user:password@as.example.com --cert a --key a")]
    [TestCase("probe https://as.example.com --cert a --key a --token-endpoint /token")]
    [TestCase("probe https://as.example.com --cert a --key a --insecure")]
    public async Task A_wrong_command_line_is_refused(string commandLine) =>
        (await ToolRun.OfAsync(commandLine)).ExitCode.Should().Be(ExitCode.Usage);

    [Test]
    public async Task Files_that_hold_something_else_are_unreadable()
    {
        WriteIdentity("CN=right");
        string certificate = await File.ReadAllTextAsync(PathOf("client.crt"));
        string key = await File.ReadAllTextAsync(PathOf("client.key"));
        foreach (string garbage in new[] { "", "x", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "\0\0" })
        {
            foreach ((string Certificate, string Key, string Authority) files in
                new[] { (garbage, key, certificate), (certificate, garbage, certificate), (certificate, key, garbage) })
            {
                _folder.Write("client.crt", files.Certificate);
                _folder.Write("client.key", files.Key);
                _folder.Write("root.crt", files.Authority);

                ToolRun run = await ProbeAsync(new Uri("https://localhost:1"));

                run.ExitCode.Should().Be(ExitCode.Unreadable);
                run.Error.Should().NotContain("fault of mtlsauth").And.NotContain(key.Split('\n')[1]);
            }
        }
    }

    private static void AssertCause(ToolRun run, string cause)
    {
        run.ExitCode.Should().Be(ExitCode.No, "{0}", run.Error);
        run.Output.Should().Contain($"\n{cause}: ");
    }

    private static string With(JsonObject metadata, string name, JsonNode value)
    {
        metadata[name] = value;
        return metadata.ToJsonString();
    }

    private string[] Arguments(Uri url) =>
        ["probe", url.ToString().TrimEnd('/'), "--cert", PathOf("client.crt"), "--key", PathOf("client.key")];

    private Task<ToolRun> ProbeAsync(Uri url, params string[] options) =>
        ToolRun.OfAsync([.. Arguments(url), "--cacert", _authority, .. options], Today);

    private ClientCertificate WriteIdentity(string subject, DateTimeOffset? notAfter = null, ECDsa? key = null)
    {
        using ECDsa made = TestKeys.CreateP256();
        using X509Certificate2 certificate = TestCertificates.Ec()
            .WithSubject(subject)
            .WithKey(key ?? made)
            .ValidUntil(notAfter ?? DateTimeOffset.UtcNow.AddDays(90))
            .Create().ToX509Certificate2();
        _folder.Write("client.crt", certificate.ExportCertificatePem());
        _folder.Write("client.key", (key ?? made).ExportPkcs8PrivateKeyPem());
        return ClientCertificate.FromX509Certificate2(certificate);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
