using System.Text.RegularExpressions;

namespace MtlsAuth.Docs.Tests;

/// <summary>A page, as far as the tests have to understand it.</summary>
internal sealed partial class MarkdownPage
{
    private const string Mark = "<!-- block: ";

    // For all blocks of bash on a page.
    private const string PageMark = "<!-- bash: ";

    public MarkdownPage(string path)
    {
        Path = path;
        Text = Repository.Read(path);
        Blocks = ReadBlocks();
        Prose = Code().Replace(FencedBlocks().Replace(Text, "\n"), string.Empty);
    }

    /// <summary>Where it lies, from the repository's folder.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text without blocks and words of code: what has links in it.</summary>
    public string Prose { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>What a link may have behind its <c>#</c>, as GitHub and docfx both make it of headings.</summary>
    public IEnumerable<string> Anchors => Headings().Matches(FencedBlocks().Replace(Text, "\n"))
        .Select(static match => NotInAnchors().Replace(match.Groups["text"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    /// <summary>The targets of its links that lead to no other host.</summary>
    public IEnumerable<string> Links => LinkTargets().Matches(Prose).Select(static match => match.Groups["target"].Value)
        .Where(static target => !target.Contains("://", StringComparison.Ordinal));

    public override string ToString() => Path;

    private List<CodeBlock> ReadBlocks()
    {
        List<CodeBlock> blocks = [];
        string[] lines = Text.Split('\n');
        string heading = string.Empty;
        string? mark = null;
        string? pageMark = null;
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.IndexOf(lines, "```", index + 1);
                string code = string.Join('\n', lines[(index + 1)..end]) + "\n";
                blocks.Add(new CodeBlock(Path, index + 1, heading, line[3..], code, mark ?? (line == "```bash" ? pageMark : null)));
                index = end;
                mark = null;
            }
            else if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                mark = line[Mark.Length..].Replace(" -->", string.Empty, StringComparison.Ordinal);
            }
            else if (line.StartsWith(PageMark, StringComparison.Ordinal))
            {
                pageMark = line[PageMark.Length..].Replace(" -->", string.Empty, StringComparison.Ordinal);
            }
            else if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#').Trim();
            }
        }

        return blocks;
    }

    [GeneratedRegex(@"^```[^\n]*\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlocks();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#{1,6} (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkTargets();
}
