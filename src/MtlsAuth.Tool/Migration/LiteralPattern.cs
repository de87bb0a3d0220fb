using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MtlsAuth.Tool.Migration;

/// <summary>Finds the one text that a regular expression of Java matches as a whole, if there is but one.</summary>
internal static class LiteralPattern
{
    // What means something else than itself outside of a quotation (java.util.regex.Pattern).
    private const string Special = "\\^$.|?*+()[]{}";

    /// <summary>Reads the pattern.</summary>
    /// <returns>False if more texts than one match, none does, or it is not obvious which.</returns>
    public static bool TryRead(string pattern, [NotNullWhen(true)] out string? literal)
    {
        literal = null;
        ReadOnlySpan<char> rest = pattern;

        // The whole text is compared, with or without anchors.
        rest = rest is ['^', ..] ? rest[1..] : rest;
        rest = rest is [.., not '\\', '$'] ? rest[..^1] : rest;
        StringBuilder text = new();
        while (!rest.IsEmpty)
        {
            if (rest is ['\\', 'Q', ..])
            {
                rest = rest[2..];
                int end = rest.IndexOf("\\E");
                text.Append(end < 0 ? rest : rest[..end]);
                rest = end < 0 ? [] : rest[(end + 2)..];
            }
            else if (rest is ['\\', _, ..] && !char.IsAsciiLetterOrDigit(rest[1]))
            {
                text.Append(rest[1]);
                rest = rest[2..];
            }
            else if (Special.Contains(rest[0], StringComparison.Ordinal))
            {
                return false;
            }
            else
            {
                text.Append(rest[0]);
                rest = rest[1..];
            }
        }

        literal = text.ToString();
        return true;
    }
}
