using System.Diagnostics;

namespace MtlsAuth.Docs.Tests;

/// <summary>No block of code on a page of the site is just text: each is compiled, read, run or compared with its file.</summary>
/// <remarks>
/// What a comment in front of a block says, where its language does not say enough: <c>&lt;!-- block: file PATH --&gt;</c> is a copy,
/// <c>part of PATH</c> lines of a file, <c>run</c> is run here in a folder with a certificate, <c>gate</c> is run by <c>.ci/readme</c>,
/// <c>data</c> is JSON of no kind that is known here, <c>tested by PATH</c> is run by a test of another project, and
/// <c>unchecked: REASON</c> is not checked. <c>&lt;!-- bash: tested by PATH --&gt;</c> holds for all blocks of bash behind it.
/// </remarks>
public sealed class CodeBlockTests
{
    private static readonly IReadOnlyDictionary<string, MarkdownPage> Pages =
        Repository.SitePages.ToDictionary(static page => page.Path);

    private static IEnumerable<CodeBlock> Blocks => Pages.Values.SelectMany(static page => page.Blocks);

    private static IEnumerable<CodeBlock> CSharp => Blocks.Where(static block => block is { Language: "csharp", Mark: null });

    private static IEnumerable<CodeBlock> Json => Blocks.Where(static block => block is { Language: "json", Mark: null or "data" });

    private static IEnumerable<CodeBlock> Run => Blocks.Where(static block => block is { Language: "bash", Mark: "run" });

    private static IEnumerable<CodeBlock> Shown => Blocks.Where(static block => (block.File ?? block.PartOf) is not null);

    [Test]
    public void Every_block_is_checked_or_says_why_not() => Blocks.Where(static block => !IsClaimed(block)).Should().BeEmpty();

    [TestCaseSource(nameof(CSharp))]
    public void CSharp_compiles(object block)
    {
        CodeBlock it = (CodeBlock)block;
        CSharpBlocks.Compile(it, Pages[it.Page].Blocks).Should().BeEmpty();
    }

    [TestCaseSource(nameof(Json))]
    public void Json_is_what_the_library_takes(object block) => JsonBlocks.Check((CodeBlock)block).Should().BeEmpty();

    [TestCaseSource(nameof(Shown))]
    public void A_file_is_shown_as_it_is(object block)
    {
        CodeBlock it = (CodeBlock)block;
        string file = Repository.Read((it.File ?? it.PartOf)!);
        if (it.File is not null)
        {
            it.Code.Should().Be(file);
        }
        else
        {
            // In their order; lines between them, and comments, may be left out.
            Queue<string> shown = new(Lines(it.Code));
            foreach (string line in Lines(file).Where(line => shown.Count > 0 && line == shown.Peek()))
            {
                shown.Dequeue();
            }

            shown.Should().BeEmpty();
        }
    }

    [TestCaseSource(nameof(Run))]
    [Platform("Unix")]
    public async Task Bash_runs(object block)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("docs");
        try
        {
            const string Prepare = """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/O=Example Bank/CN=client" \
                    -addext extendedKeyUsage=clientAuth -keyout client.key -out client.crt 2> /dev/null

                """;
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "block.sh"), Prepare + ((CodeBlock)block).Code);
            using Process bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "block.sh"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = bash.StandardOutput.ReadToEndAsync();
            string errors = await bash.StandardError.ReadToEndAsync();
            await bash.WaitForExitAsync();

            bash.ExitCode.Should().Be(0, errors);
            (await output).Trim().Should().NotBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void What_the_gate_runs_is_in_the_gate()
    {
        string gate = Repository.Read(".ci/readme");

        Blocks.Where(static block => block.Mark == "gate")
            .Where(block => !gate.Contains($"{block.Page} '{block.Heading}' {block.Language} ", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Test]
    public void What_another_test_runs_is_named_there() => Blocks.Where(static block => block.TestedBy is not null)
        .Where(static block => !Repository.Read(block.TestedBy!).Contains(Path.GetFileName(block.Page), StringComparison.Ordinal))
        .Should().BeEmpty();

    [Test]
    public void Diagrams_are_of_a_kind_that_is_drawn() => Blocks.Where(static block => block.Language == "mermaid")
        .Where(static block => !block.Code.StartsWith("flowchart ", StringComparison.Ordinal)
            && !block.Code.StartsWith("sequenceDiagram\n", StringComparison.Ordinal))
        .Should().BeEmpty();

    [TestCase("certificate.Subjekt.ToString();")]
    [TestCase("string name = certificate.Subject!.Attributes.First().Text;")]
    [TestCase("public sealed class Clients : IClientMetadataStore { }")]
    public void CSharp_with_an_error_or_a_warning_is_found(string code)
    {
        CodeBlock block = new("page.md", 1, string.Empty, "csharp", code, Mark: null);

        CSharpBlocks.Compile(block, [block]).Should().NotBeEmpty();
    }

    [TestCase("""{ "MtlsAuth": { "EnabledMethod": [ "tls_client_auth" ] } }""")]
    [TestCase("""{ "MtlsAuth": { "RetryAfter": "5" } }""")]
    [TestCase("""{ "ForwardedCertificate": { "Preset": "Nginx" } }""")]
    [TestCase("""{ "token_endpoint_auth_method": "tls_client_auth" }""")]
    public void Json_that_the_library_refuses_is_found(string code) =>
        JsonBlocks.Check(new CodeBlock("page.md", 1, string.Empty, "json", code, Mark: null)).Should().NotBeEmpty();

    private static bool IsClaimed(CodeBlock block) => block switch
    {
        { IsUnchecked: true } or { File: not null } or { PartOf: not null } or { TestedBy: not null } => true,
        { Language: "csharp", Mark: null or "gate" } => true,
        { Language: "json", Mark: null or "data" or "gate" } => true,
        { Language: "bash", Mark: "run" or "gate" } => true,

        // What a program prints, and pictures.
        { Language: "text" or "http" or "mermaid", Mark: null } => true,
        _ => false,
    };

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(static line => line.Split(" // ")[0].Trim()).Where(static line => line.Length > 0);
}
