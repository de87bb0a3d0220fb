using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InspectTests : IDisposable
{
    private const string Password = "geheim-und-lang";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_certificate_is_described_in_plain_text()
    {
        ToolRun run = await ToolRun.OfAsync(["inspect", "-"], new ToolWorld { Input = Encoding.ASCII.GetBytes(ReadVector("san-all")) });

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Error.Should().BeEmpty();
        run.Output.Should().Be(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "inspect-san-all.txt")));
    }

    [Test]
    public async Task A_terminal_gets_colours_and_a_table_unless_somebody_does_not_want_colours()
    {
        string path = _folder.Write("a.crt", ReadVector("san-all"));

        ToolRun coloured = await ToolRun.OfAsync(["inspect", path], new ToolWorld { TerminalWidth = 100 });
        ToolRun plain = await ToolRun.OfAsync(
            ["inspect", path],
            new ToolWorld { TerminalWidth = 100, Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" } });

        coloured.Output.Should().Contain("\u001b[").And.Contain("\u256d");
        plain.Output.Should().NotContain("\u001b[").And.Contain("\u256d");
    }

    [Test]
    public async Task Each_certificate_is_a_line_of_JSON()
    {
        string path = _folder.Write("two.pem", ReadVector("a-ca-signed") + ReadVector("ed25519-rfc8037-key"));

        ToolRun run = await ToolRun.OfAsync(["inspect", path, "--json"]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Lines.Should().HaveCount(2);
        using JsonDocument second = JsonDocument.Parse(run.Lines[1]);
        second.RootElement.GetProperty("number").GetInt32().Should().Be(2);
        second.RootElement.GetProperty("key").GetProperty("algorithm").GetString().Should().Be("Ed25519");
        second.RootElement.GetProperty("thumbprints").GetProperty("jkt").GetString().Should()
            .Be("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "RFC 8037, appendix A.3 says so");
    }

    [TestCase("percent", "header (PercentEncodedPemChain)")]
    [TestCase("percent with name", "header (PercentEncodedPemChain)")]
    [TestCase("spaces", "PEM")]
    [TestCase("rfc9440", "header (Rfc9440)")]
    [TestCase("base64", "header (Base64Der)")]
    [TestCase("xfcc", "header (EnvoyXfccAppended)")]
    [TestCase("traefik", "header (TraefikList)")]
    [TestCase("der", "DER")]
    [TestCase("pkcs7", "PKCS #7")]
    [TestCase("pkcs7 pem", "PKCS #7 in PEM")]
    public async Task Each_form_is_recognised(string form, string expected)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=form").Create().ToX509Certificate2();
        byte[] der = certificate.RawData;
        string pem = certificate.ExportCertificatePem();
        byte[] pkcs7 = new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!;
        byte[] input = form switch
        {
            "percent" => Encoding.ASCII.GetBytes(Uri.EscapeDataString(pem)),
            "percent with name" => Encoding.ASCII.GetBytes($"X-Client-Cert: {Uri.EscapeDataString(pem)}\r\n"),
            "spaces" => Encoding.ASCII.GetBytes(pem.Replace('\n', ' ')),
            "rfc9440" => Encoding.ASCII.GetBytes($"Client-Cert: :{Convert.ToBase64String(der)}:"),
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(der)),
            "xfcc" => Encoding.ASCII.GetBytes(
                $"Hash={Convert.ToHexStringLower(SHA256.HashData(der))};Cert=\"{Uri.EscapeDataString(pem)}\";Subject=\"CN=form\""),
            "traefik" => Encoding.ASCII.GetBytes($"{Convert.ToBase64String(der)},{Convert.ToBase64String(der)}"),
            "pkcs7" => pkcs7,
            "pkcs7 pem" => Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", pkcs7)),
            _ => der,
        };

        ToolRun run = await ToolRun.OfAsync("inspect -", new ToolWorld { Input = input });

        run.Error.Should().BeEmpty();
        run.Output.Should().StartWith($"standard input ({expected}").And.Contain("CN=form");
    }

    [TestCase("file")]
    [TestCase("variable")]
    [TestCase("terminal")]
    public async Task The_password_of_a_PFX_comes_from_a_file_a_variable_or_a_person(string from)
    {
        string path = WritePfx(Password);
        List<string> asked = [];
        string[] file = from == "file" ? ["--password-file", _folder.Write("secret", Password + "\n")] : [];

        ToolRun run = await ToolRun.OfAsync(["inspect", path, .. file], new ToolWorld
        {
            Variables = from == "variable" ? new Dictionary<string, string> { ["MTLSAUTH_PASSWORD"] = Password } : [],
            AskSecret = from == "terminal" ? question => { asked.Add(question); return Password; } : null,
        });

        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        run.Output.Should().Contain("(PFX)").And.Contain("CN=pfx").And.Contain("A private key stands beside it").And.NotContain(Password);
        asked.Should().HaveCount(from == "terminal" ? 1 : 0);
    }

    [Test]
    public async Task A_wrong_password_is_not_repeated()
    {
        ToolRun run = await ToolRun.OfAsync(
            ["inspect", WritePfx(Password)],
            new ToolWorld { Variables = new Dictionary<string, string> { ["MTLSAUTH_PASSWORD"] = "wrong-and-secret" } });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("password is wrong").And.NotContain("wrong-and-secret").And.NotContain(Password);
    }

    [Test]
    public async Task A_PFX_without_password_is_read_unasked_and_one_with_password_says_what_is_needed()
    {
        (await ToolRun.OfAsync(["inspect", WritePfx(string.Empty)])).ExitCode.Should().Be(ExitCode.Yes);

        ToolRun run = await ToolRun.OfAsync(["inspect", WritePfx(Password)]);
        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("--password-file").And.Contain("MTLSAUTH_PASSWORD");
    }

    [Test]
    public async Task A_certificate_beside_its_private_key_is_read_and_of_the_key_nothing_is_shown()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=server").Create().ToX509Certificate2();
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        string pem = key.ExportPkcs8PrivateKeyPem();
        string path = _folder.Write("server.pem", $"{pem}\n{certificate.ExportCertificatePem()}\n");

        foreach (string[] options in new string[][] { [], ["--json"] })
        {
            ToolRun run = await ToolRun.OfAsync(["inspect", path, .. options]);

            run.ExitCode.Should().Be(ExitCode.Yes);
            run.Output.Should().Contain("CN=server").And.NotContain(pem[60..90]);
        }

        ToolRun alone = await ToolRun.OfAsync(["inspect", _folder.Write("server.key", pem)]);
        alone.ExitCode.Should().Be(ExitCode.Unreadable);
        alone.Error.Should().Contain("PrivateKeyPresent").And.Contain("mtlsauth jwk").And.NotContain(pem[60..90]);
    }

    [TestCase("", "Empty")]
    [TestCase("hello", "NoCertificate")]
    [TestCase("-----BEGIN CERTIFICATE-----\nMIIB!AA=\n-----END CERTIFICATE-----\n", "at octet 32 of the text")]
    [TestCase(":AAAA:", "taken for a proxy's header (Rfc9440)")]
    public async Task Text_that_is_no_certificate_is_refused_with_its_reason(string text, string expected)
    {
        ToolRun run = await ToolRun.OfAsync("inspect -", new ToolWorld { Input = Encoding.ASCII.GetBytes(text) });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Output.Should().BeEmpty();
        run.Error.Should().StartWith("mtlsauth: standard input: ").And.Contain(expected).And.NotContain("   at ");
    }

    [Test]
    public async Task A_certificate_that_is_cut_off_or_broken_is_refused_at_the_octet()
    {
        byte[] der = TestVectors.ReadCertificate("derived/a-self-signed.pem").RawData.ToArray();
        byte[] broken = [.. der];
        int serialNumber = Array.IndexOf(broken, (byte)2, 12);
        broken[serialNumber] = 0x1e;

        (await RefuseAsync(der[..100])).Should().Contain("MalformedDer at octet 100 of the DER");
        (await RefuseAsync(broken)).Should().Contain($"at octet {serialNumber} of the DER (serialNumber)");
        (await RefuseAsync(Encoding.ASCII.GetBytes(ReadVector("point-not-on-curve"))))
            .Should().MatchRegex(@"PointNotOnCurve at octet \d+ of the DER in the PEM text \(subjectPublicKeyInfo\)");
    }

    [Test]
    public async Task Octets_are_counted_in_the_file_whatever_stands_in_front()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string keyPem = key.ExportPkcs8PrivateKeyPem();
        string good = ReadVector("a-self-signed").TrimEnd();
        string wrong = ReadVector("point-not-on-curve");
        string spoiled = wrong.Insert(40, "!");
        string open = wrong[..100];

        (await RefuseAsync(Encoding.ASCII.GetBytes($"{keyPem}\n{spoiled}")))
            .Should().Contain($"MalformedPem at octet {keyPem.Length + 41} of the text");
        (await RefuseAsync(Encoding.ASCII.GetBytes($"{good}\n{open}")))
            .Should().Contain($"MalformedPem at octet {good.Length + 1} of the text");
        (await RefuseAsync(Encoding.ASCII.GetBytes($"{good}\n{wrong}"))).Should().MatchRegex(
            $@"PointNotOnCurve at octet \d+ of the DER in the PEM text that begins at octet {good.Length + 1} \(subjectPublicKeyInfo\)");
    }

    [Test]
    public async Task Whatever_octets_come_it_ends_in_a_line_and_an_exit_code()
    {
        Random random = new(20260701);
        byte[] der = TestVectors.ReadCertificate("derived/san-all.pem").RawData.ToArray();
        for (int round = 0; round < 300; round++)
        {
            byte[] input = [.. der];
            for (int change = 0; change <= round % 4; change++)
            {
                input[random.Next(input.Length)] = (byte)random.Next(256);
            }

            byte[] part = round % 3 == 0 ? input[..random.Next(input.Length)] : input;
            ToolRun run = await ToolRun.OfAsync("inspect -", new ToolWorld { Input = part });

            run.ExitCode.Should().BeOneOf(ExitCode.Yes, ExitCode.Unreadable);
            run.Error.Should().NotContain("a fault of mtlsauth");
        }
    }

    [Test]
    public async Task An_input_without_end_is_read_up_to_a_limit()
    {
        ToolRun run = await ToolRun.OfAsync("inspect /dev/zero");

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("larger than the 1048576 octets");
    }

    [Test]
    public async Task A_PFX_that_costs_hours_to_open_is_refused()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        byte[] pfx = certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_001), Password);

        ToolRun run = await ToolRun.OfAsync(
            ["inspect", _folder.Write("bomb.pfx", pfx)],
            new ToolWorld { Variables = new Dictionary<string, string> { ["MTLSAUTH_PASSWORD"] = Password } });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
    }

    [Test]
    public async Task One_input_that_cannot_be_read_does_not_hide_the_others()
    {
        string good = _folder.Write("good.crt", ReadVector("a-self-signed"));
        string folder = _folder.Path;

        ToolRun run = await ToolRun.OfAsync(["inspect", "/no/such.crt", good, folder]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Output.Should().StartWith($"{good} (PEM)");
        run.Error.Should().Contain("/no/such.crt: there is no such file").And.Contain($"{folder}: this is a folder");
    }

    [TestCase("inspect", "A")]
    [TestCase("inspect", "PRIVATE KEY")]
    [TestCase("jwk", "A")]
    [TestCase("jwk", "PRIVATE KEY")]
    public async Task Blocks_without_end_are_refused_before_anybody_looks_for_their_ends(string command, string label)
    {
        string path = _folder.Write("many.pem", string.Concat(Enumerable.Repeat($"-----BEGIN {label}-----\n", 1_001)));

        ToolRun run = await ToolRun.OfAsync([command, path]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Be($"mtlsauth: {path}: more than 1000 PEM blocks; 1000 are read\n");
    }

    [TestCase("", "Empty: there is nothing in it")]
    [TestCase("{\"keys\":[]}", "NoCertificate: there is no certificate in it; JSON")]
    public async Task What_is_no_certificate_at_all_is_answered_in_a_sentence(string contents, string expected) =>
        (await ToolRun.OfAsync(["inspect", _folder.Write("x", contents)])).Error.Should().Contain(expected);

    [Test]
    public async Task A_name_that_would_steer_the_terminal_is_shown_and_does_nothing()
    {
        string path = _folder.Write(
            "evil.crt", TestCertificates.Ec().WithSubject("CN=\"a\u001b[31m[red]\u202e\"").Create().ClientCertificate.RawData.ToArray());

        ToolRun plain = await ToolRun.OfAsync(["inspect", path]);
        ToolRun json = await ToolRun.OfAsync(["inspect", path, "--json"]);
        ToolRun terminal = await ToolRun.OfAsync(["inspect", path], new ToolWorld { TerminalWidth = 300 });

        plain.Output.Should().NotContain("\u001b").And.NotContain("\u202e").And.Contain("[red]");
        json.Output.Should().NotContain("\u001b").And.NotContain("\u202e");
        terminal.Output.Should().NotContain("\u001b[31m[").And.NotContain("\u202e").And.Contain("[red]");
    }

    [Test]
    public async Task The_subject_is_spelled_as_OpenSSL_spells_it()
    {
        string key = Path.Combine(_folder.Path, "k.pem");
        string path = Path.Combine(_folder.Path, "c.pem");
        OpenSsl(
            "req", "-x509", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", path,
            "-subj", "/C=GB/O=B\u00e4nk, \"plc\"/OU=a+CN=c/serialNumber=7/emailAddress=a@b.example/organizationIdentifier=PSDGB-1");

        ToolRun run = await ToolRun.OfAsync(["inspect", path, "--json"]);

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement names = json.RootElement.GetProperty("names");
        names.GetProperty("subject_openssl_rfc2253").GetString().Should().Be(Subject("RFC2253"));
        names.GetProperty("subject_openssl").GetString().Should().Be(Subject("oneline").Replace(" = ", "="));
        names.GetProperty("subject_oneline").GetString().Should().Be(Subject("compat"));

        string Subject(string form) =>
            OpenSsl("x509", "-in", path, "-noout", "-subject", "-nameopt", form).Trim()["subject=".Length..];
    }

    private static string OpenSsl(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, process.StandardError.ReadToEnd());
        return output;
    }

    private static string ReadVector(string name) => TestVectors.ReadText($"derived/{name}.pem");

    private static async Task<string> RefuseAsync(byte[] input)
    {
        ToolRun run = await ToolRun.OfAsync("inspect -", new ToolWorld { Input = input });
        run.ExitCode.Should().Be(ExitCode.Unreadable);
        return run.Error;
    }

    private string WritePfx(string password)
    {
        using X509Certificate2 root = TestCertificates.Ec().WithSubject("CN=root").AsAuthority().Create().ToX509Certificate2();
        using X509Certificate2 leaf = TestCertificates.Ec().WithSubject("CN=pfx").IssuedBy(root).Create().ToX509Certificate2();
        return _folder.Write($"p{password.Length}.pfx", leaf.Export(X509ContentType.Pfx, password));
    }
}
