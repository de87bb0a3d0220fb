using System.Diagnostics;
using System.Text.RegularExpressions;
using MtlsAuth.Tool.Commands;

namespace MtlsAuth.Tool.Tests;

/// <summary>What <c>docs/tool.md</c> shows is what one gets: its commands are run in their order, and <c>...</c> stands for any text.</summary>
public sealed partial class GuideTests
{
    private const string Separator = "== next block ==";

    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "tool.md"));

    [Test]
    public void Every_command_has_a_section() =>
        CommandList.Create().Select(static command => $"\n## {command.Name}\n").Where(static heading => !Guide.Contains(heading))
            .Should().BeEmpty();

    [Test]
    [Platform("Unix")]
    public async Task Every_block_prints_what_stands_below_it()
    {
        using TemporaryFolder folder = new();
        string samples = Directory.CreateDirectory(Path.Combine(folder.Path, "samples", "open-banking")).FullName;
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "samples", "open-banking", "certificates.cnf"),
            Path.Combine(samples, "certificates.cnf"));
        (string Command, string Shown)[] blocks = [.. Block().Matches(Guide)
            .Where(static match => !match.Groups["command"].Value.StartsWith("dotnet ", StringComparison.Ordinal))
            .Select(static match => (match.Groups["command"].Value, match.Groups["shown"].Value.TrimEnd()))];
        blocks.Should().HaveCountGreaterThan(8);
        string tool = Path.Combine(AppContext.BaseDirectory, "MtlsAuth.Tool.dll");
        string script = folder.Write("guide.sh", $$"""
            exec 2>&1
            mtlsauth() { dotnet "{{tool}}" "$@"; }
            {{string.Join($"\necho '{Separator}'\n", blocks.Select(static block => block.Command))}}
            """);

        using Process bash = Process.Start(new ProcessStartInfo("bash", [script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        string[] printed = output.Split(Separator + "\n");
        printed.Should().HaveCount(blocks.Length);
        for (int index = 0; index < blocks.Length; index++)
        {
            WithoutPadding(printed[index]).Should().MatchRegex(ToPattern(blocks[index].Shown), blocks[index].Command);
        }
    }

    private static string ToPattern(string shown) =>
        $@"\A{Regex.Escape(WithoutPadding(shown)).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}\z";

    // How wide a column is depends on what stands in its cells, some of which are new each time.
    private static string WithoutPadding(string text) => Spaces().Replace(text.TrimEnd(), "  ");

    [GeneratedRegex("```bash\n(?<command>.*?)```\n(\n```text\n(?<shown>.*?)```\n)?", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
