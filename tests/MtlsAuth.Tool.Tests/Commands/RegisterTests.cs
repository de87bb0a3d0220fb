using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

/// <summary>What <c>jwk</c> and <c>metadata</c> write is what the library takes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RegisterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("a-self-signed")]
    [TestCase("rsa-self-signed")]
    [TestCase("ed25519-rfc8037-key")]
    [TestCase("p521-rfc7520-key")]
    public async Task The_JWK_of_a_certificate_is_its_key(string vector)
    {
        ClientCertificate certificate = TestVectors.ReadCertificate($"derived/{vector}.pem");
        string path = _folder.Write("c.der", certificate.RawData.ToArray());

        ToolRun text = await ToolRun.OfAsync(["jwk", path]);
        ToolRun json = await ToolRun.OfAsync(["jwk", path, "--json", "--x5c"]);

        ReadKey(text.Output).PublicKey.Should().Be(certificate.PublicKey);
        json.Lines.Should().ContainSingle();
        ReadKey(json.Lines[0]).Certificate!.Thumbprint.Should().Be(certificate.Thumbprint);
    }

    [TestCase("pkcs8")]
    [TestCase("pkcs1")]
    [TestCase("sec1")]
    [TestCase("encrypted")]
    [TestCase("public")]
    [TestCase("public der")]
    [TestCase("jwk")]
    [TestCase("jwks")]
    public async Task Of_a_key_in_any_form_only_the_public_part_comes_out(string form)
    {
        using RSA rsa = TestKeys.Rsa2048();
        using ECDsa ec = TestKeys.CreateP256();
        AsymmetricAlgorithm key = form is "sec1" ? ec : rsa;
        RSAParameters parameters = rsa.ExportParameters(true);
        string jwk = $$"""{"kty":"RSA","n":"{{Base64Url(parameters.Modulus!)}}","e":"AQAB","d":"{{Base64Url(parameters.D!)}}"}""";
        byte[] contents = form switch
        {
            "pkcs8" => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()),
            "pkcs1" => Encoding.ASCII.GetBytes(rsa.ExportRSAPrivateKeyPem()),
            "sec1" => Encoding.ASCII.GetBytes(ec.ExportECPrivateKeyPem()),
            "encrypted" => Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(
                "pass word", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))),
            "public" => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
            "public der" => key.ExportSubjectPublicKeyInfo(),
            "jwk" => Encoding.ASCII.GetBytes(jwk),
            _ => Encoding.ASCII.GetBytes($$"""{"keys":[{{jwk}}]}"""),
        };
        SubjectPublicKey.TryReadSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out SubjectPublicKey? expected).Should().BeTrue();

        ToolRun run = await ToolRun.OfAsync(["jwk", "-"], new ToolWorld
        {
            Input = contents,
            Variables = new Dictionary<string, string> { ["MTLSAUTH_PASSWORD"] = "pass word" },
        });

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        ReadKey(run.Output).PublicKey.Should().Be(expected);
        run.Output.Should().NotContain("\"d\"").And.NotContain(Base64Url(parameters.D!)).And.NotContain("pass word");
    }

    [Test]
    public async Task A_wrong_password_of_a_key_is_not_repeated()
    {
        using ECDsa key = TestKeys.CreateP256();
        string pem = key.ExportEncryptedPkcs8PrivateKeyPem(
            "right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        ToolRun run = await ToolRun.OfAsync(
            ["jwk", "-"], new ToolWorld { Input = Encoding.ASCII.GetBytes(pem), AskSecret = static _ => "left-over" });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("openssl pkey -in KEY -pubout").And.NotContain("left-over");
    }

    [Test]
    public async Task A_set_of_several_keys_is_one_document()
    {
        string first = _folder.Write("1.der", TestVectors.ReadCertificate("derived/a-self-signed.pem").RawData.ToArray());
        string second = _folder.Write("2.der", TestVectors.ReadCertificate("derived/rsa-self-signed.pem").RawData.ToArray());

        ToolRun run = await ToolRun.OfAsync(["jwk", first, second, "--set"]);

        ClientJwkSet.TryParse(Encoding.UTF8.GetBytes(run.Output), out ClientJwkSet? set, out _).Should().BeTrue();
        set!.Keys.Should().HaveCount(2);
    }

    [TestCase("jwk - --x5c", "x5c holds a certificate")]
    [TestCase("metadata - --method self_signed_tls_client_auth", "x5c holds a certificate")]
    [TestCase("metadata - --method tls_client_auth", "a key without one")]
    [TestCase("metadata - --method private_key_jwt", "private_key_jwt")]
    [TestCase("metadata -", "--method")]
    public async Task A_key_is_not_enough_where_a_certificate_is_needed(string commandLine, string expected)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine, new ToolWorld { Input = TestKeys.P256SubjectPublicKeyInfo });

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain(expected);
        run.Output.Should().BeEmpty();
    }

    [TestCase("pub_key_tls_client_auth", null, "a-self-signed")]
    [TestCase("self_signed_tls_client_auth", null, "rsa-self-signed")]
    [TestCase("pub_key_tls_client_auth", null, "ed25519-rfc8037-key")]
    [TestCase("tls_client_auth", null, "san-all")]
    [TestCase("tls_client_auth", "subject_dn", "dn-escapes")]
    [TestCase("tls_client_auth", "san_dns", "san-all")]
    [TestCase("tls_client_auth", "san_uri", "san-all")]
    [TestCase("tls_client_auth", "san_ip", "san-all")]
    [TestCase("tls_client_auth", "san_email", "san-all")]
    [TestCase("tls_client_auth", null, "san-critical-empty-subject")]
    public async Task What_it_writes_registers_and_authenticates(string method, string? name, string vector)
    {
        ClientCertificate certificate = TestVectors.ReadCertificate($"derived/{vector}.pem");
        string path = _folder.Write("c.der", certificate.RawData.ToArray());

        string[] named = name is null ? [] : ["--name", name];
        ToolRun run = await ToolRun.OfAsync(["metadata", path, "--method", method, "--json", .. named]);

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        ClientMetadata client = new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { EnabledMethods = [method] })
            .Validate(Encoding.UTF8.GetBytes(run.Lines.Should().ContainSingle().Subject)).Metadata!;
        client.TlsClientCertificateBoundAccessTokens.Should().BeTrue();
        ClientAuthenticationResult result = await new ClientCertificateAuthenticator(
            new InMemoryClientMetadataStore(client with { ClientId = "c" }),
            new ClientCertificateAuthenticatorOptions
            {
                EnabledMethods = [method],
                CertificatePolicy = new CertificatePolicy { ValidityPeriod = CertificateCheck.Ignore },
                ChainValidation = new ChainValidatorOptions { Trust = ChainTrust.Proxy },
            }).AuthenticateAsync(new ClientAuthenticationRequest
            {
                ClientId = "c",
                Presented = PresentedCertificate.Of(certificate, isChainVerifiedByProxy: true),
            });
        result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
    }

    [Test]
    public async Task What_a_server_would_refuse_is_written_with_a_complaint()
    {
        string path = _folder.Write("c.der", TestVectors.ReadCertificate("derived/rsa-1024.pem").RawData.ToArray());

        ToolRun run = await ToolRun.OfAsync(["metadata", path, "--method", "pub_key_tls_client_auth"]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Error.Should().Contain("Error: ").And.Contain("$.jwks");
        JsonDocument.Parse(run.Output).Dispose();
    }

    [Test]
    public async Task A_name_that_the_certificate_does_not_have_is_refused()
    {
        string path = _folder.Write("c.der", TestVectors.ReadCertificate("derived/a-self-signed.pem").RawData.ToArray());

        ToolRun run = await ToolRun.OfAsync(["metadata", path, "--method", "tls_client_auth", "--name", "san_ip"]);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("no name for san_ip");
    }

    [TestCase("{")]
    [TestCase("{\"kty\":\"EC\"}")]
    [TestCase("{\"keys\":[]}")]
    [TestCase("{\"keys\":[{},{}]}")]
    [TestCase("{\"kty\":\"RSA\",\"kty\":\"RSA\"}")]
    [TestCase("[]")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [TestCase("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [TestCase("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task What_is_no_key_is_unreadable(string contents)
    {
        ToolRun run = await ToolRun.OfAsync("jwk -", new ToolWorld { Input = Encoding.ASCII.GetBytes(contents) });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().NotContain("a fault of mtlsauth");
        run.Output.Should().BeEmpty();
    }

    [Test]
    public async Task The_key_of_a_server_is_taken_from_the_handshake()
    {
        using X509Certificate2 made = TestCertificates.Ec().WithSubject("CN=live").Create().ToX509Certificate2();
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
        });

        ToolRun run = await ToolRun.OfAsync(["jwk", $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"]);
        await server;

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        ReadKey(run.Output).PublicKey.Should().Be(ClientCertificate.FromX509Certificate2(certificate).PublicKey);
    }

    [Test]
    public async Task A_server_that_speaks_no_TLS_or_is_not_there_is_unreadable()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });

        ToolRun spoken = await ToolRun.OfAsync($"jwk 127.0.0.1:{port}");
        await server;
        listener.Stop();
        ToolRun gone = await ToolRun.OfAsync($"jwk 127.0.0.1:{port}");

        spoken.ExitCode.Should().Be(ExitCode.Unreadable);
        spoken.Error.Should().Contain("no TLS connection");
        gone.ExitCode.Should().Be(ExitCode.Unreadable);
        (await ToolRun.OfAsync("jwk localhost:70000")).ExitCode.Should().Be(ExitCode.Usage);
    }

    private static ClientJwk ReadKey(string json)
    {
        ClientJwk.TryParse(Encoding.UTF8.GetBytes(json), out ClientJwk? jwk, out SkippedJwk? error).Should().BeTrue($"{error}");
        return jwk!;
    }

    private static string Base64Url(byte[] octets) => System.Buffers.Text.Base64Url.EncodeToString(octets);
}
