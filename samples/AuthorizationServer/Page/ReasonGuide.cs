using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AuthorizationServer.Page;

/// <summary>Usual causes and cures, from the tables of the documentation, which the library's tests keep complete.</summary>
internal static partial class ReasonGuide
{
    /// <summary>The section on clients that do not authenticate.</summary>
    public const string Reasons = "Reasons";

    /// <summary>The section on certificates that cannot be read.</summary>
    public const string Faults = "Faults of certificates";

    private static readonly FrozenDictionary<(string Section, string Name), (string Cause, string Cure)> Entries =
        Read().DistinctBy(static entry => entry.Key).ToFrozenDictionary();

    /// <summary>Usual cause and cure of a reason; nothing if the documentation has none.</summary>
    public static Html Explain(string section, string name) => Entries.TryGetValue((section, name), out (string Cause, string Cure) entry)
        ? Html.Of($"""
            <dl class="facts">
            <dt>Usual cause</dt><dd>{ToHtml(entry.Cause)}</dd>
            <dt>Cure</dt><dd>{ToHtml(entry.Cure)}</dd>
            </dl>
            """)
        : Html.Empty;

    private static IEnumerable<KeyValuePair<(string Section, string Name), (string Cause, string Cure)>> Read()
    {
        using StreamReader guide = new(typeof(ReasonGuide).Assembly.GetManifestResourceStream("reasons.md")!);
        string section = string.Empty;
        while (guide.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                yield return new(
                    (section, row.Groups["name"].Value), (row.Groups["cause"].Value, row.Groups["cure"].Value));
            }
        }
    }

    // Between backticks stands code; of links only the text is shown.
    private static IEnumerable<Html> ToHtml(string markdown) => Link().Replace(markdown, "${text}").Split('`')
        .Select(static (part, index) => index % 2 == 1 ? Html.Of($"<code>{part}</code>") : Html.Of($"{part}"));

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<cause>[^|]+) \| (?<cure>[^|]+) \|$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
