using System.Globalization;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Makes text fit for a log: bounded, and on one line whatever the log's format.</summary>
internal static class LogText
{
    /// <summary>Stands for what is not there.</summary>
    public const string None = "(none)";

    private const int MaximumLength = 128;
    private const int MaximumLineLength = 1024;

    /// <summary>A value from a request: what is not printable ASCII becomes a question mark.</summary>
    public static string From(string? text) => Clean(text, MaximumLength, static character => character is >= ' ' and <= '~');

    /// <summary>A sentence that may hold names of any language: only what is no visible character becomes a question mark.</summary>
    public static string Line(string? text) => Clean(text, MaximumLineLength, static character =>
        char.GetUnicodeCategory(character) is not (UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator));

    private static string Clean(string? text, int maximumLength, Func<char, bool> isAllowed)
    {
        if (string.IsNullOrEmpty(text))
        {
            return None;
        }

        int length = Math.Min(text.Length, maximumLength);
        int allowed = 0;
        while (allowed < length && isAllowed(text[allowed]))
        {
            allowed++;
        }

        if (allowed == length)
        {
            return text[..length];
        }

        return string.Create(length, (text, isAllowed), static (destination, source) =>
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = source.isAllowed(source.text[i]) ? source.text[i] : '?';
            }
        });
    }
}
