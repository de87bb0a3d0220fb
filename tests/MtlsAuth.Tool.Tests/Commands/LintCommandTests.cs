using System.Text;
using System.Text.Json;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LintCommandTests : IDisposable
{
    private const string Clients = """
        [
          {
            "client_id": "good",
            "token_endpoint_auth_method": "tls_client_auth",
            "tls_client_auth_subject_dn": "CN=client,O=Bank"
          },
          {
            "client_id": "Überweisung",
            "token_endpoint_auth_method": "pub_key_tls_client_auth",
            "jwks": { "keys": [ { "kid": "ä€😀", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" } ] }
          },
          {
            "client_id": "wrong",
            "token_endpoint_auth_method": "tls_client_auth",
            "tls_client_auth_subject_dn": "CN",
            "jwks-uri": "https://client.example/jwks"
          }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Findings_stand_where_they_are_in_the_file()
    {
        string file = _folder.Write("clients.json", Clients);

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Output.Replace(file, "clients.json", StringComparison.Ordinal).Should().Be(
            "clients.json:10:15: error: client Überweisung: No key can authenticate the client. $.jwks.keys[0].x: The key is not used: "
            + "WrongLength (1 octets instead of 32). [NoUsableKey $[1].jwks.keys]\n"
            + "clients.json:10:70: warning: client Überweisung: The key is not used: WrongLength (1 octets instead of 32). "
            + "[SkippedKey $[1].jwks.keys[0].x]\n"
            + "clients.json:15:5: error: client wrong: MissingEqualsSign at offset 0: An attribute is a type, an equals sign and a value, "
            + "as in CN=client. [InvalidSubjectParameter $[2].tls_client_auth_subject_dn]\n"
            + "clients.json:16:5: warning: client wrong: The member is not known; jwks_uri may be meant. [MisspeltMember $[2].jwks-uri]\n"
            + "clients.json: errors: 2, warnings: 2, for information: 0\n");
    }

    [Test]
    public async Task Line_ends_and_byte_order_marks_change_no_place()
    {
        byte[] windows = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Clients.ReplaceLineEndings("\r\n"))];
        string file = _folder.Write("clients.json", Clients);
        ToolRun expected = await ToolRun.OfAsync(["lint", "clients", file]);

        _folder.Write("clients.json", windows);
        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file]);

        run.Output.Should().Be(expected.Output);
    }

    [Test]
    public async Task Nothing_found_is_a_yes()
    {
        string file = _folder.Write("clients.json", """{ "client_id": "a", "token_endpoint_auth_method": "private_key_jwt" }""");

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Be($"{file}: nothing found\n");
    }

    [TestCase("""[{ "client_id": "a" }, { "client_id": "a" }]""", "1:26: error: client a: Another client has the same id.")]
    [TestCase("""[{ "client_name": "a" }]""", "1:2: error: The client has no id.")]
    [TestCase("""[{ "client_id": "a", "jwks": 5 }]""", "1:22: error: client a: ")]
    [TestCase("""[{ "client_id": "a", "client_id": "b" }]""", "1:22: error: The member is there twice.")]
    [TestCase("[ 5 ]", "1:3: error: Client metadata is a JSON object.")]
    [TestCase("5", "1:1: error: ")]
    [TestCase("[\n{ \"client_id\": \"a\"\n", "3:1: error: ")]
    public async Task What_the_store_would_refuse_is_found(string clients, string expected)
    {
        string file = _folder.Write("clients.json", clients);

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Lines[0].Should().StartWith($"{file}:{expected}");
    }

    [Test]
    public async Task A_registration_is_checked_as_a_clients()
    {
        byte[] body = """
            {
              "client_id": "mine",
              "token_endpoint_auth_method": "tls_client_auth",
              "tls_client_auth_san_dns": "client.example.com"
            }
            """u8.ToArray();

        ToolRun run = await ToolRun.OfAsync("lint metadata -", new ToolWorld { Input = body });

        run.Output.Should().Contain("-:2:3: ").And.Contain("ServerMember");
    }

    [Test]
    public async Task Keys_are_checked_with_their_certificates()
    {
        TestCertificateBuilder expired = TestCertificates.Ec().ValidFrom(ToolWorld.Now.AddDays(-9)).ValidUntil(ToolWorld.Now.AddDays(-1));
        ClientJwkSet keys = ClientJwkSet.FromCertificates(includeX5c: true, expired.Create().ClientCertificate);

        ToolRun run = await ToolRun.OfAsync("lint jwks -", new ToolWorld { Input = keys.ToUtf8Json() });

        run.ExitCode.Should().Be(ExitCode.No);
        run.Lines[0].Should().Contain("warning: The certificate has expired. [ExpiredX5c $.keys[0].x5c]");
    }

    [TestCase("{ \"keys\": [ {},\n  { \"kty\": \"EC\", \"d\": \"AA\" } ] }", "2:3: error: The key is a private one.")]
    [TestCase("""{ "keys": [ { "kty": "oct", "k": "c2VjcmV0" } ] }""", "1:13: error: The key is symmetric")]
    [TestCase("{}", "1:1: error: A JWK Set is an object")]
    [TestCase("""{ "keys": [] }""", "1:3: error: No key can authenticate the client.")]
    [TestCase("""{ "keys": [], "keys": [] }""", "1:15: error: The member is there twice.")]
    public async Task A_set_that_is_refused_says_where(string keys, string expected)
    {
        ToolRun run = await ToolRun.OfAsync("lint jwks -", new ToolWorld { Input = Encoding.UTF8.GetBytes(keys) });

        run.ExitCode.Should().Be(ExitCode.No);
        run.Lines[0].Should().StartWith($"-:{expected}");
        run.Output.Should().NotContain("c2VjcmV0");
    }

    [Test]
    public async Task A_set_with_more_keys_than_are_read_is_refused()
    {
        string keys = $$"""{ "keys": [ {{string.Join(',', Enumerable.Repeat("{}", 1_001))}} ] }""";

        ToolRun run = await ToolRun.OfAsync("lint jwks -", new ToolWorld { Input = Encoding.UTF8.GetBytes(keys) });

        run.Lines[0].Should().StartWith("-:1:3: error: The set has more keys");
    }

    [Test]
    public async Task Json_has_a_line_for_each_finding_and_one_for_their_number()
    {
        string file = _folder.Write("clients.json", Clients);

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file, "--json"]);

        JsonElement[] lines = [.. run.Lines.Select(static line => JsonElement.Parse(line))];
        JsonElement finding = lines.Single(static line => line.ToString().Contains("MisspeltMember", StringComparison.Ordinal));
        finding.GetProperty("line").GetInt32().Should().Be(16);
        finding.GetProperty("column").GetInt32().Should().Be(5);
        finding.GetProperty("severity").GetString().Should().Be("Warning");
        finding.GetProperty("client_id").GetString().Should().Be("wrong");
        finding.GetProperty("path").GetString().Should().Be("$[2].jwks-uri");
        lines[^1].GetProperty("errors").GetInt32().Should().Be(lines.Count(static line =>
            line.TryGetProperty("severity", out JsonElement severity) && severity.GetString() == "Error"));
    }

    [Test]
    public async Task Annotations_are_those_of_GitHub()
    {
        string file = _folder.Write("a,b%.json", """[{ "client_id": "x%\r\n::error::" , "jwks": 5 }]""");

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file, "--format", "github"]);

        string escaped = file.Replace("a,b%", "a%2Cb%25", StringComparison.Ordinal);
        run.Lines.Should().ContainSingle().Which.Should().StartWith($"::error file={escaped},line=1,col=");
        run.Lines[0].Should().Contain("client x%25\\u000d\\u000a::error::: ");
    }

    [Test]
    public async Task A_profile_adds_its_rules_in_any_case_of_letters()
    {
        string file = _folder.Write("clients.json", """
            [
              {
                "client_id": "a",
                "token_endpoint_auth_method": "tls_client_auth",
                "tls_client_auth_subject_dn": "organizationIdentifier=OFBBR-1"
              },
              { "client_id": "b", "token_endpoint_auth_method": "none" }
            ]
            """);

        (await ToolRun.OfAsync(["lint", "clients", file])).ExitCode.Should().Be(ExitCode.Yes);

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file, "--profile", "fapibrazil"]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Lines.Should().HaveCount(3);
        run.Lines[0].Should().StartWith($"{file}:5:5: error: client a: FapiBrazil: ").And.Contain("Write 2.5.4.97=#0c074f464242522d31.")
            .And.EndWith("[ProfileViolation $[0].tls_client_auth_subject_dn]");
        run.Lines[1].Should().StartWith($"{file}:7:").And.Contain("client b: FapiBrazil: The method has to be ");
    }

    [Test]
    public async Task A_profile_counts_for_registrations_and_for_keys_of_sets()
    {
        byte[] body = """{ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "a.example" }"""u8.ToArray();
        byte[] keys = ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate).ToUtf8Json();

        (await ToolRun.OfAsync("lint metadata - --profile UkOpenBanking", new ToolWorld { Input = body })).Output
            .Should().Contain("UkOpenBanking: The subject parameter has to be tls_client_auth_subject_dn.");

        (await ToolRun.OfAsync("lint jwks - --profile UkOpenBanking", new ToolWorld { Input = keys })).Output
            .Should().Be("-: nothing found\n");
        ToolRun refused = await ToolRun.OfAsync("lint jwks - --profile FapiBrazil", new ToolWorld { Input = keys });
        refused.ExitCode.Should().Be(ExitCode.No);
        refused.Output.Should().Contain("$.keys").And.NotContain("ProfileViolation", "a set may well be published at a jwks_uri");
    }

    [Test]
    public async Task Every_profile_is_known_and_another_one_is_refused_with_their_names()
    {
        string file = _folder.Write("clients.json", "[]");
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            (await ToolRun.OfAsync(["lint", "clients", file, "--profile", profile.Name])).ExitCode.Should().Be(ExitCode.Yes);
        }

        ToolRun run = await ToolRun.OfAsync(["lint", "clients", file, "--profile", "Fapi3"]);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("There is no profile Fapi3: ").And.ContainAll(SecurityProfile.All.Select(static item => item.Name));
    }

    [TestCase("lint clients -")]
    [TestCase("lint keys a.json")]
    [TestCase("lint clients a.json --format xml")]
    [TestCase("lint clients a.json --profile")]
    [TestCase("lint clients a.json --profile Fapi2 --profile Fapi1Advanced")]
    public async Task A_wrong_command_line_is_refused(string commandLine) =>
        (await ToolRun.OfAsync(commandLine)).ExitCode.Should().Be(ExitCode.Usage);

    [TestCase("clients")]
    [TestCase("metadata")]
    [TestCase("jwks")]
    public async Task Garbage_is_a_finding(string kind)
    {
        byte[][] inputs =
        [
            [],
            [0],
            [0xFF, 0xFE, (byte)'{', 0],
            [.. Enumerable.Repeat((byte)'[', 100_000)],
            [.. Enumerable.Range(0, 256).Select(static octet => (byte)octet)],
            "{ \"client_id\": \"\\ud800\" }"u8.ToArray(),
            "null"u8.ToArray(),
        ];
        foreach (byte[] input in inputs)
        {
            ToolRun run = await ToolRun.OfAsync(["lint", kind, _folder.Write("input", input)]);

            run.ExitCode.Should().Be(ExitCode.No);
            run.Output.Should().Contain(": error: ");
            run.Error.Should().BeEmpty();
        }
    }
}
