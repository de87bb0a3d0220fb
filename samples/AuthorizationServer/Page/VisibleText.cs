using System.Globalization;
using System.Text;

namespace AuthorizationServer.Page;

/// <summary>Text of strangers, as in the names of certificates, such that what is seen is what is there.</summary>
internal static class VisibleText
{
    // More than any name that somebody reads.
    private const int MaximumLength = 400;

    /// <summary>Writes characters that are not seen, or that turn the direction of reading, as <c>\u{202e}</c>.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = IsHidden(rune) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}") : shown.Append(rune);
        }

        return shown.ToString();
    }

    /// <summary>The beginning of a text that may be as long as a certificate.</summary>
    public static string Shorten(string text) => text.Length <= MaximumLength
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..MaximumLength]}... ({text.Length} characters)");

    /// <summary>Writes the same characters in JSON as JSON escapes them, which changes nothing of what it means.</summary>
    public static string OfJson(string json) =>
        string.Concat(json.Select(static character => character is '\n' || !IsHidden(character)
            ? character.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")));

    private static bool IsHidden(char character) => !char.IsSurrogate(character) && IsHidden(new Rune(character));

    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\r' or '\t')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
