using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImportCommandTests : IDisposable
{
    private const string Realm = """
        {
          "realm": "bank",
          "clients": [
            {
              "clientId": "payments", "name": "Payments", "clientAuthenticatorType": "client-x509",
              "attributes": {
                "x509.subjectdn": "CN=payments, O=\"Bank, Inc.\", C=US", "x509.allow.regex.pattern.comparison": "false",
                "tls.client.certificate.bound.access.tokens": "true"
              }
            },
            { "clientId": "wide", "clientAuthenticatorType": "client-x509", "attributes": { "x509.subjectdn": ".*CN=wide.*" } },
            { "clientId": "account", "publicClient": true }
          ]
        }
        """;

    private const string Written = """
        [
          {
            "client_id": "payments",
            "client_name": "Payments",
            "token_endpoint_auth_method": "tls_client_auth",
            "tls_client_auth_subject_dn": "CN=payments,O=Bank\\, Inc.,C=US",
            "tls_client_certificate_bound_access_tokens": true
          }
        ]

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Clients_are_written_and_what_became_of_each_is_said()
    {
        string realm = _folder.Write("realm.json", Realm);
        string clients = PathOf("clients.json");

        ToolRun run = await ToolRun.OfAsync(["import", "keycloak", realm, "--out", clients]);

        run.ExitCode.Should().Be(ExitCode.No, "somebody has to decide on two of them");
        (await File.ReadAllTextAsync(clients)).Should().Be(Written);
        ClientMetadataFile.Read(clients).Should().ContainSingle().Which.ClientId.Should().Be("payments");
        const string Advice = "x509.subjectdn is a regular expression, which may match the names of others as well. Ask the client for its "
            + "certificate, and register the subject as mtlsauth inspect prints it; several subjects need several clients.";
        string output = run.Output.Replace(clients, "clients.json", StringComparison.Ordinal);
        output.Replace(Advice, "ADVICE", StringComparison.Ordinal).Should().Be("""
            payments
              registered  tls_client_auth
              subject     CN=payments,O=Bank\, Inc.,C=US
              tokens      bound to the certificate
              to do       Configure the authority that issues the client's certificates as trust anchor.

            wide
              registered  left behind
              to do       ADVICE

            account
              registered  left behind
              note        The client is public and stays as it is.

            clients.json: 1 of 3 clients written

            """);
    }

    [Test]
    public async Task Without_a_file_the_output_is_the_file()
    {
        ToolRun run = await ToolRun.OfAsync("import keycloak -", new ToolWorld { Input = Encoding.UTF8.GetBytes(Realm) });

        run.Output.Should().Be(Written);
        run.Error.Should().Contain("client payments: ").And.Contain("client wide: ").And.Contain("client account: ");
    }

    [Test]
    public async Task Names_that_turn_the_direction_of_reading_are_shown_and_do_nothing()
    {
        string realm = _folder.Write("evil.json", """
            { "clients": [ { "clientId": "a\u202eb\u009b", "name": "c\u202ed", "clientAuthenticatorType": "client-x509", "attributes": {
                "x509.subjectdn": "CN=a", "x509.allow.regex.pattern.comparison": "false" } } ] }
            """);

        ToolRun run = await ToolRun.OfAsync(["import", "keycloak", realm]);

        run.Output.Should().NotContain("\u202e").And.NotContain("\u009b");
        using JsonDocument clients = JsonDocument.Parse(run.Output);
        clients.RootElement[0].GetProperty("client_name").GetString().Should().Be("c\u202ed");
    }

    [Test]
    public async Task Json_has_a_line_for_each_client()
    {
        ToolRun run = await ToolRun.OfAsync("import keycloak - --json", new ToolWorld { Input = Encoding.UTF8.GetBytes(Realm) });

        JsonElement[] lines = [.. run.Lines.Select(static line => JsonElement.Parse(line))];
        lines.Select(static line => line.GetProperty("client_id").GetString()).Should().Equal("payments", "wide", "account");
        lines[0].GetProperty("metadata").GetProperty("client_name").GetString().Should().Be("Payments");
        JsonElement remark = lines[1].GetProperty("remarks")[0];
        remark.GetProperty("kind").GetString().Should().Be("RegularExpression");
        remark.GetProperty("needs_person").GetBoolean().Should().BeTrue();
        lines[1].TryGetProperty("metadata", out _).Should().BeFalse();
    }

    [Test]
    public async Task Nothing_to_decide_is_a_yes()
    {
        ClientCertificate certificate =
            TestCertificates.Ec().ValidFrom(ToolWorld.Now.AddYears(-1)).ValidUntil(ToolWorld.Now.AddYears(1)).Create().ClientCertificate;
        string keys = Encoding.UTF8.GetString(ClientJwkSet.FromCertificates(includeX5c: true, certificate).ToUtf8Json());
        byte[] applications = Encoding.UTF8.GetBytes($$"""[{ "ClientId": "a", "JsonWebKeySet": {{keys}} }, { "ClientId": "b" }]""");

        ToolRun run = await ToolRun.OfAsync("import openiddict -", new ToolWorld { Input = applications });

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain("self_signed_tls_client_auth");
        (await ToolRun.OfAsync("import openiddict - --method pub_key_tls_client_auth", new ToolWorld { Input = applications }))
            .Output.Should().Contain("pub_key_tls_client_auth");
    }

    [Test]
    public async Task Certificates_of_thumbprints_are_found_among_any_number()
    {
        ClientCertificate[] certificates = [.. Enumerable.Range(0, 20).Select(static _ => TestCertificates.Ec().Create().ClientCertificate)];
        StringBuilder pem = new();
        foreach (ClientCertificate certificate in certificates)
        {
            using System.Security.Cryptography.X509Certificates.X509Certificate2 loaded = certificate.ToX509Certificate2();
            pem.AppendLine(loaded.ExportCertificatePem());
        }

        string thumbprint = Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(certificates[^1].ComputeSha1Thumbprint()));
        string known = _folder.Write("known.pem", pem.ToString());
        string secrets = _folder.Write("secrets.json",
            $$"""[{ "ClientId": "a", "ClientSecrets": [{ "Type": "X509Thumbprint", "Value": "{{thumbprint}}" }] }]""");

        ToolRun run = await ToolRun.OfAsync(["import", "identityserver", secrets, "--certificates", known, "--json"]);
        ToolRun without = await ToolRun.OfAsync(["import", "identityserver", secrets, "--json"]);

        run.Output.Should().Contain("\"x5c\"");
        without.ExitCode.Should().Be(ExitCode.No);
        without.Output.Should().Contain("CertificateNotKnown").And.NotContain("\"x5c\"");
        _folder.Write("known.pem", pem.ToString().Replace("MII", "MIJ", StringComparison.Ordinal));
        (await ToolRun.OfAsync(["import", "identityserver", secrets, "--certificates", known])).ExitCode.Should().Be(ExitCode.Unreadable);
    }

    [Test]
    public async Task A_file_that_exists_is_left_alone()
    {
        string realm = _folder.Write("realm.json", Realm);
        string clients = _folder.Write("clients.json", "[]");

        ToolRun run = await ToolRun.OfAsync(["import", "keycloak", realm, "--out", clients]);

        run.ExitCode.Should().Be(ExitCode.Usage);
        (await File.ReadAllTextAsync(clients)).Should().Be("[]");
        (await ToolRun.OfAsync(["import", "keycloak", realm, "--out", PathOf("no/such/folder.json")]))
            .ExitCode.Should().Be(ExitCode.Unreadable);
    }

    [Test]
    public async Task Ids_are_there_once_and_what_no_server_accepts_is_left_behind()
    {
        byte[] clients = """
            [
              { "ClientId": "a", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=first" }] },
              { "ClientId": "a", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=second" }] },
              { "ClientId": "b", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=" }] },
              { "ClientId": "c", "ClientSecrets": [{ "Type": "X509Name", "Value": "C=US, O=Bank, CN=turned" }] }
            ]
            """u8.ToArray();

        ToolRun run = await ToolRun.OfAsync("import identityserver - --json", new ToolWorld { Input = clients });

        run.Lines[0].Should().Contain("CN=first");
        run.Lines[1].Should().Contain("DuplicateClient").And.NotContain("\"metadata\"");
        run.Lines[2].Should().Contain("Finding").And.NotContain("\"metadata\"");
        run.Lines[3].Should().Contain("Finding").And.Contain("\"metadata\"").And.Contain("the order of the encoding");
    }

    [TestCase("import")]
    [TestCase("import okta a.json")]
    [TestCase("import openiddict a.json --method tls_client_auth")]
    public async Task A_wrong_command_line_is_refused(string commandLine) =>
        (await ToolRun.OfAsync(commandLine)).ExitCode.Should().Be(ExitCode.Usage);

    [TestCase("keycloak")]
    [TestCase("openiddict")]
    [TestCase("identityserver")]
    public async Task Garbage_is_unreadable(string server)
    {
        byte[][] inputs =
        [
            [],
            [0],
            [.. Enumerable.Repeat((byte)'[', 100_000)],
            [.. Enumerable.Range(0, 256).Select(static octet => (byte)octet)],
            "{ \"clients\": {} }"u8.ToArray(),
            "[]"u8.ToArray(),
            "null"u8.ToArray(),
            "{ \"\\ud800\": 1 }"u8.ToArray(),
        ];
        foreach (byte[] input in inputs)
        {
            ToolRun run = await ToolRun.OfAsync(["import", server, "-"], new ToolWorld { Input = input });

            run.ExitCode.Should().Be(ExitCode.Unreadable);
            run.Error.Should().StartWith("mtlsauth: ").And.NotContain("fault of mtlsauth");
            run.Output.Should().BeEmpty();
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
