using System.Globalization;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MatchTests : IDisposable
{
    private static readonly ClientCertificate A = TestVectors.ReadCertificate("derived/a-self-signed.pem");
    private static readonly ClientCertificate B = TestVectors.ReadCertificate("derived/b-self-signed-same-names.pem");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_registered_key_is_a_yes()
    {
        ToolRun run = await ToolRun.OfAsync(["match", "--client", $"{WriteClients(A)}#pub", WriteCertificate(A)]);

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        run.Output.Should().Be(
            $"""
            Yes: it authenticates pub (pub_key_tls_client_auth).

            Registered, nearest first
            member        difference         registered
            jwks.keys[0]  the presented key  {A.PublicKey}

            """);
    }

    [Test]
    public async Task Another_key_is_a_no_with_the_reason_and_the_nearest()
    {
        ToolRun run = await ToolRun.OfAsync(["match", "--client", $"{WriteClients(A)}#pub", WriteCertificate(B), "--json"]);

        run.ExitCode.Should().Be(ExitCode.No);
        using JsonDocument json = JsonDocument.Parse(run.Lines.Should().ContainSingle().Subject);
        json.RootElement.GetProperty("reason").GetString().Should().Be("PublicKeyNotRegistered");
        json.RootElement.GetProperty("registered")[0].GetProperty("difference").GetString().Should().StartWith("Other");
    }

    [Test]
    public async Task A_certificate_that_was_renewed_is_recognised()
    {
        ClientCertificate renewed = TestVectors.ReadCertificate("derived/a-renewed.pem");
        byte[] set = ClientJwkSet.FromCertificates(includeX5c: true, A).ToUtf8Json();

        ToolRun run = await ToolRun.OfAsync(
            ["match", "--jwks", _folder.Write("jwks.json", set), "--method", "self_signed_tls_client_auth", WriteCertificate(renewed)]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Output.Should().Contain("CertificateNotRegistered").And.Contain("the presented key in another certificate");
    }

    [Test]
    public async Task The_policy_decides_as_well()
    {
        ClientCertificate expired = TestVectors.ReadCertificate("derived/a-expired.pem");

        ToolRun run = await ToolRun.OfAsync(["match", "--client", $"{WriteClients(A)}#pub", WriteCertificate(expired)]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Output.Should().Contain("CertificateExpired").And.Contain("the presented key");
    }

    [Test]
    public async Task A_name_is_compared_and_the_chain_if_authorities_are_named()
    {
        using X509Certificate2 root = Certificate("CN=root", null, isAuthority: true);
        using X509Certificate2 leaf = Certificate("CN=bank", root, isAuthority: false);
        using X509Certificate2 stranger = Certificate("CN=root", null, isAuthority: true);
        string clients = WriteClients(A, subject: "CN=bank");
        string path = _folder.Write("leaf.der", leaf.RawData);

        ToolRun open = await ToolRun.OfAsync(["match", "--client", $"{clients}#names", path]);
        ToolRun trusted = await ToolRun.OfAsync(
            ["match", "--client", $"{clients}#names", path, "--trust-anchors", _folder.Write("root.der", root.RawData)]);
        ToolRun untrusted = await ToolRun.OfAsync(
            ["match", "--client", $"{clients}#names", path, "--trust-anchors", _folder.Write("other.der", stranger.RawData)]);

        open.ExitCode.Should().Be(ExitCode.Yes);
        open.Output.Should().Contain("The chain was not looked at");
        trusted.ExitCode.Should().Be(ExitCode.Yes, trusted.Output);
        trusted.Output.Should().NotContain("not looked at");
        untrusted.ExitCode.Should().Be(ExitCode.No);
        untrusted.Output.Should().Contain("ChainNotTrusted").And.Contain("the certificate's subject");
    }

    [TestCase("match --client c.json#x --jwks k.json c.crt")]
    [TestCase("match c.crt")]
    [TestCase("match --jwks http://keys.example/jwks -")]
    [TestCase("match --jwks https://user:secret@keys.example/jwks -")]
    [TestCase("match --jwks k.json --method tls_client_auth c.crt")]
    public async Task What_makes_no_sense_is_refused(string commandLine)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine, new ToolWorld { Input = A.RawData.ToArray() });

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().NotContain("secret@");
    }

    [Test]
    public async Task A_client_that_is_not_there_or_a_file_that_is_broken_is_unreadable()
    {
        string certificate = WriteCertificate(A);

        string clients = WriteClients(A);

        (await ToolRun.OfAsync(["match", "--client", $"{clients}#stranger", certificate])).ExitCode.Should().Be(ExitCode.Unreadable);
        (await ToolRun.OfAsync(["match", "--client", clients, certificate])).ExitCode.Should().Be(ExitCode.Usage);
        ToolRun broken = await ToolRun.OfAsync(["match", "--client", _folder.Write("b.json", "[\n{\"client_id\":1}]"), certificate]);
        broken.ExitCode.Should().Be(ExitCode.Unreadable);
        broken.Error.Should().Contain("client_id");
        (await ToolRun.OfAsync(["match", "--jwks", _folder.Write("k.json", "{}"), certificate])).Error.Should().Contain("NotAJwkSet");
    }

    [TestCase("match --client -", "clients are read from a file")]
    [TestCase("expiring -", "clients are read from a file")]
    [TestCase("lint clients -", "clients are read from a file")]
    public async Task Clients_of_the_standard_input_are_refused_with_the_way_out(string commandLine, string expected)
    {
        string[] certificate = commandLine.StartsWith("match", StringComparison.Ordinal) ? [WriteCertificate(A)] : [];

        ToolRun run = await ToolRun.OfAsync([.. commandLine.Split(' '), .. certificate], new ToolWorld { Input = "[]"u8.ToArray() });

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain(expected);
    }

    [Test]
    public async Task Clients_in_a_pipe_are_refused_with_the_way_out()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no names for the pipes of a process.");
        }

        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        ToolRun run = await ToolRun.OfAsync(["expiring", $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}"]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("this is a pipe, and clients are read from a file: write them into one");
    }

    [TestCase("[]", "NotAJwkSet; a file of clients is named by --client")]
    [TestCase("-----BEGIN", "InvalidJson; 'mtlsauth lint jwks' says where")]
    public async Task What_is_no_set_of_keys_is_refused_with_the_way_out(string contents, string expected) =>
        (await ToolRun.OfAsync(["match", "--jwks", _folder.Write("no.json", contents), WriteCertificate(A)]))
            .Error.Should().Contain(expected);

    [Test]
    public async Task Keys_behind_a_URL_are_fetched()
    {
        byte[] set = ClientJwkSet.FromCertificates(includeX5c: false, A).ToUtf8Json();

        ToolRun run = await ServeAsync("200 OK", set, static url => ["match", "--jwks", url, "-"]);

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
    }

    [Test]
    public async Task Keys_behind_a_clients_jwks_uri_are_fetched()
    {
        byte[] set = ClientJwkSet.FromCertificates(includeX5c: false, A).ToUtf8Json();

        ToolRun run = await ServeAsync("200 OK", set, url =>
        [
            "match", "--client", _folder.Write(
                "u.json", $$"""{"client_id":"u","token_endpoint_auth_method":"pub_key_tls_client_auth","jwks_uri":"{{url}}"}"""), "-",
        ]);

        run.ExitCode.Should().Be(ExitCode.Yes, run.Output + run.Error);
    }

    [TestCase("match --jwks http://127.0.0.1:{0}/ -", "no answer within 10 seconds")]
    [TestCase("jwk 127.0.0.1:{0}", "no TLS handshake within 10 seconds")]
    public async Task A_server_that_says_nothing_is_given_up(string commandLine, string expected)
    {
        FakeTimeProvider clock = new(ToolWorld.Now);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<ToolRun> running = ToolRun.OfAsync(
            string.Format(CultureInfo.InvariantCulture, commandLine, ((IPEndPoint)listener.LocalEndpoint).Port),
            new ToolWorld { Input = A.RawData.ToArray(), Clock = clock });
        using TcpClient client = await listener.AcceptTcpClientAsync();
        _ = await client.GetStream().ReadAsync(new byte[4096]);

        clock.Advance(TimeSpan.FromSeconds(10));
        ToolRun run = await running;

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain(expected);
    }

    [TestCase("302 Found\r\nLocation: http://127.0.0.1:1/", 0, "answers 302")]
    [TestCase("200 OK", 2_000_000, "larger than")]
    [TestCase("nonsense", 0, "cannot be fetched")]
    public async Task What_a_URL_answers_is_bounded_and_followed_nowhere(string status, int length, string expected)
    {
        ToolRun run = await ServeAsync(status, new byte[length], static url => ["match", "--jwks", url, "-"]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain(expected);
    }

    // A server of one answer.
    private static async Task<ToolRun> ServeAsync(string status, byte[] body, Func<string, string[]> arguments)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(body);
            }
            catch (IOException)
            {
                // The tool had enough.
            }
        });
        string url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/jwks";
        ToolRun run = await ToolRun.OfAsync(arguments(url), new ToolWorld { Input = A.RawData.ToArray() });
        await server;
        return run;
    }

    private static X509Certificate2 Certificate(string subject, X509Certificate2? issuer, bool isAuthority)
    {
        TestCertificateBuilder builder = isAuthority ? TestCertificates.Authority(subject) : TestCertificates.Ec().WithSubject(subject);
        return (issuer is null ? builder : builder.IssuedBy(issuer))
            .ValidFrom(ToolWorld.Now.AddDays(-1))
            .ValidUntil(ToolWorld.Now.AddDays(10))
            .Create().ToX509Certificate2();
    }

    private string WriteCertificate(ClientCertificate certificate) =>
        _folder.Write($"{certificate.Thumbprint}.der", certificate.RawData.ToArray());

    private string WriteClients(ClientCertificate certificate, string subject = "CN=client")
    {
        string path = Path.Combine(_folder.Path, "clients.json");
        ClientMetadataFile.Write(
            path,
            [
                new()
                {
                    ClientId = "pub",
                    TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
                    Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
                },
                new()
                {
                    ClientId = "names",
                    TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                    TlsClientAuthSubjectDn = subject,
                },
            ]);
        return path;
    }
}
