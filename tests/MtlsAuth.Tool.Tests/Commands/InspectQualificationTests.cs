using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

/// <summary>What <c>inspect</c> says of qualified certificates, by those of the tests of MtlsAuth.OpenBanking.</summary>
public sealed class InspectQualificationTests
{
    private const string Extension = "1.3.6.1.5.5.7.1.3";
    private const string Heading = "Qualified statements\n";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "qualified");

    private static IEnumerable<TestCaseData> Cases => JsonElement
        .Parse(File.ReadAllBytes(Path.Combine(Folder, "cases.json"))).GetProperty("cases").EnumerateArray()
        .Select(static item => new TestCaseData(item).SetArgDisplayNames(item.GetProperty("name").GetString()!));

    [Test]
    public async Task Roles_authority_and_identifier_are_shown()
    {
        (await SectionOfAsync("qwac-ai")).Should().Be(
            """
            Qualified statements
              qualified                it says so, under the law of the EU
              for                      the web (TLS)
              roles                    PSP_AI
              authority                DE-BAFIN, Federal Financial Supervisory Authority
              organization identifier  PSDDE-BAFIN-10012345
              authorization number     10012345
              default policy           accepts it, if the server trusts its issuer

            """);
    }

    [Test]
    public async Task A_finding_has_its_code_and_what_follows_from_it()
    {
        (await SectionOfAsync("drift-roles-merged")).Should().EndWith(
            """
              default policy           accepts it, if the server trusts its issuer

            Findings
            code          by default  what
            roles-merged  reported    one RoleOfPSP holds several roles

            """);
        (await SectionOfAsync("uk-obwac")).Should().Contain("  qualified                it does not say so\n").And.EndWith(
            """
              default policy           refuses it

            Findings
            code                  by default  what
            qc-compliance-absent  refused     QcCompliance is missing

            """);
    }

    [Test]
    public async Task Json_has_the_same()
    {
        JsonElement said = (await InspectAsync("uk-obwac")).GetProperty("qualification");

        said.GetRawText().Should().Be(
            """
            {"is_readable":true,"is_qualified":false,"types":["web_authentication"],"is_qualified_web_certificate":false,
            "roles":["PSP_PI","PSP_AI"],"authority":"GB-FCA","authority_name":"Financial Conduct Authority",
            "organization_identifier":"PSDGB-FCA-123456","authorization_number":"123456","is_accepted_by_default":false,
            "findings":[{"code":"qc-compliance-absent","by_default":"Enforce","detail":"QcCompliance is missing"}]}
            """.Replace("\n", string.Empty, StringComparison.Ordinal));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Every_certificate_with_statements_has_the_section_and_no_other(object item)
    {
        JsonElement @case = (JsonElement)item;
        JsonElement certificate = await InspectAsync(@case.GetProperty("name").GetString()!);
        bool hasStatements = @case.GetProperty("reads").TryGetProperty("qcStatementsCritical", out _);

        certificate.TryGetProperty("qualification", out JsonElement said).Should().Be(hasStatements);
        if (hasStatements)
        {
            IEnumerable<string?> found = said.GetProperty("findings").EnumerateArray()
                .Select(static finding => finding.GetProperty("code").GetString());
            @case.GetProperty("deviations").EnumerateArray().Select(static code => code.GetString())
                .Where(static code => code != "issuer-not-anchor").Except(found).Should().BeEmpty();
            if (@case.GetProperty("profile").GetString() == "qwac" && !@case.GetRawText().Contains("issuer-not-anchor"))
            {
                said.GetProperty("is_accepted_by_default").GetBoolean()
                    .Should().Be(@case.GetProperty("verdict").GetString() != "refuse");
            }
        }
    }

    [Test]
    public async Task Of_an_ordinary_certificate_nothing_is_said()
    {
        TestCertificate certificate = TestCertificates.Ec().Create();

        (await TextOfAsync(certificate)).Should().NotContain(Heading);
    }

    [Test]
    public async Task Statements_that_cannot_be_read_are_refused_and_not_guessed_at()
    {
        string text = await TextOfAsync(CreateWith([0x30, 0x80, 0x00, 0x00]));

        text.Should().Contain(Heading).And.Contain("  default policy           refuses it\n").And.Contain("\nnot-der  refused  ")
            .And.NotContain("  qualified ").And.NotContain("  roles ");
    }

    [Test]
    public async Task Other_laws_and_unknown_uses_are_named()
    {
        string text = await TextOfAsync(CreateWith(Der.Sequence(
            Statement("0.4.0.1862.1.1"),
            Statement("0.4.0.1862.1.6", Der.Sequence(Der.ObjectIdentifier("0.4.0.1862.1.6.9"))),
            Statement("0.4.0.1862.1.7", Der.Sequence(Der.Element(0x13, "CH"u8))))));

        text.Should().Contain("it says so, under the law of CH\n").And.Contain("something unknown\n").And.Contain("qc-legislation-not-eu");
    }

    [Test]
    public async Task What_stands_in_a_statement_does_nothing_to_the_terminal()
    {
        byte[] role = Der.Sequence(Der.ObjectIdentifier("0.4.0.19495.1.3"), Der.Utf8String("PSP_AI"));
        byte[] content = Der.Sequence(Der.Sequence(role), Der.Utf8String("\u001b[31mred"), Der.Utf8String("DE-\u202eBAFIN"));
        TestCertificate certificate = CreateWith(Der.Sequence(Statement("0.4.0.19495.2", content)));

        foreach (string option in new[] { string.Empty, "--json" })
        {
            ToolRun run = await RunAsync(certificate, option);

            run.Output.Should().NotContain("\u001b").And.NotContain("\u202e").And.ContainEquivalentOf("\\u001b[31mred");
        }
    }

    private static byte[] Statement(string oid, params byte[][] information) =>
        Der.Sequence([Der.ObjectIdentifier(oid), .. information]);

    private static TestCertificate CreateWith(byte[] statements) =>
        TestCertificates.Ec().WithExtensions(new X509Extension(Extension, statements, critical: false)).Create();

    private static async Task<ToolRun> RunAsync(TestCertificate certificate, string option)
    {
        using X509Certificate2 platform = certificate.ToX509Certificate2();
        ToolRun run = await ToolRun.OfAsync(
            $"inspect - {option}", new ToolWorld { Input = Encoding.ASCII.GetBytes(platform.ExportCertificatePem()) });
        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        return run;
    }

    private static async Task<string> TextOfAsync(TestCertificate certificate) => (await RunAsync(certificate, string.Empty)).Output;

    private static async Task<string> SectionOfAsync(string name)
    {
        ToolRun run = await ToolRun.OfAsync(["inspect", PathOf(name)]);
        return run.Output[run.Output.IndexOf(Heading, StringComparison.Ordinal)..];
    }

    private static async Task<JsonElement> InspectAsync(string name)
    {
        ToolRun run = await ToolRun.OfAsync(["inspect", PathOf(name), "--json"]);
        run.ExitCode.Should().Be(ExitCode.Yes, run.Error);
        return JsonElement.Parse(run.Output);
    }

    private static string PathOf(string name) => Path.Combine(Folder, "generated", $"{name}.pem");
}
