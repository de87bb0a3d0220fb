using System.Globalization;
using System.Text;

namespace MtlsAuth.Encodings;

/// <summary>Cuts what others wrote, so that it fits into one line of a log.</summary>
internal static class Excerpt
{
    private const int MaximumLength = 100;
    private const int Context = 20;
    private const string Omission = "...";

    /// <summary>The beginning of any text, in which what is not printable ASCII is escaped.</summary>
    public static string Of(string text)
    {
        string beginning = Cut(text, 0);
        if (!beginning.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return beginning;
        }

        StringBuilder builder = new();
        foreach (char character in beginning)
        {
            _ = character is >= ' ' and <= '~'
                ? builder.Append(character)
                : builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return builder.ToString();
    }

    /// <summary>The beginning of a text that may be missing.</summary>
    public static string? OfOrNull(string? text) => text is null ? null : Of(text);

    /// <summary>The part of two printable texts where they begin to differ.</summary>
    public static (string Left, string Right) OfBoth(string left, string right)
    {
        int same = left.AsSpan().CommonPrefixLength(right);
        int start = same < MaximumLength - Context ? 0 : same - Context;
        return (Cut(left, start), Cut(right, start));
    }

    private static string Cut(string text, int start)
    {
        int end = Math.Min(text.Length, start + MaximumLength);

        // Half of a surrogate pair is no text.
        start += start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        return (start > 0 ? Omission : string.Empty) + text[start..end] + (end < text.Length ? Omission : string.Empty);
    }
}
