using System.Buffers;
using System.Globalization;
using System.Text;

namespace MtlsAuth.Tool.Output;

/// <summary>Text of strangers, as in the names of certificates, that can be shown.</summary>
internal static class SafeText
{
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7f - 0x20).Select(static code => (char)code)]);

    /// <summary>
    /// Writes what would steer a terminal or turn the direction of reading as <c>\u001b</c>, so that what is seen is what is there.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Harmless))
        {
            return text;
        }

        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.ToString();
    }
}
