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
    /// <remarks>In JSON that is an escape, and what is read from it the same as before.</remarks>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Harmless))
        {
            return text;
        }

        StringBuilder shown = new(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            int length = rune.EncodeToUtf16(units);
            foreach (char unit in units[..length])
            {
                _ = IsHarmful(rune) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}") : shown.Append(unit);
            }
        }

        return shown.ToString();
    }

    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
