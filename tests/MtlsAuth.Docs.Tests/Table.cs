using System.Text.RegularExpressions;

namespace MtlsAuth.Docs.Tests;

/// <summary>The tables on a page.</summary>
internal static partial class Table
{
    /// <summary>The rows of a section's tables without their heads, cell by cell.</summary>
    public static string[][] RowsOf(MarkdownPage page, string heading)
    {
        string section = $"\n{page.Text}\n".Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return
        [
            .. Bodies().Matches(section)
                .SelectMany(static body => body.Groups["rows"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(static row => row.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
        ];
    }

    [GeneratedRegex(@"\n\|(?:---\|)+\n(?<rows>(?:\|.*\n)+)")]
    private static partial Regex Bodies();
}
