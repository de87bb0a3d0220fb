using System.Buffers;
using System.Globalization;
using System.Text;

namespace MtlsAuth.Names;

/// <summary>
/// Prepares strings for comparison by caseIgnoreMatch (RFC 4517 §4.2.11, RFC 4518): two strings match if their prepared forms
/// are the same sequence of UTF-16 code units. The result does not depend on the culture.
/// </summary>
/// <remarks>
/// Where this differs from RFC 4518, it makes fewer strings equal, never more:
/// <list type="bullet">
/// <item>RFC 4518 §2.2 drops NUL, soft hyphens, zero-width and other invisible code points, so that <c>client-a</c> would equal the
/// same name with one of them hidden in it; §2.4 forbids a comparison of private-use and unassigned ones. A string with any of these
/// is not prepared: it matches only the identical string.</item>
/// <item>A string with more than 30 combining marks in a row is not prepared either. No language has such a string (UAX #15, §13,
/// Stream-Safe Text), and putting the marks in order takes time in the square of their number.</item>
/// <item>Case folds by the simple upper case mapping of the runtime's Unicode version, on the decomposed string; the one character
/// that this leaves out of RFC 3454 table B.2, the sharp s, folds to SS. İ equals i with a dot above and nothing else; ı equals
/// only itself.</item>
/// <item>With InvariantGlobalization .NET does not normalise: it returns text beyond ASCII as it is. Case and spaces still fold;
/// composed and decomposed spellings, ligatures and full-width letters are then different.</item>
/// </list>
/// </remarks>
internal static class StringPreparation
{
    private const int StackLimit = 256;
    private const int MaximumMarks = 30;

    /// <summary>Prepares a string that has no lone surrogates.</summary>
    /// <param name="text">The string.</param>
    /// <param name="isIa5">Whether the attribute's syntax is IA5String; a value beyond ASCII then matches only the identical value.</param>
    public static string Prepare(string text, bool isIa5)
    {
        if (!IsPreparable(text, out bool isAscii) || (isIa5 && !isAscii))
        {
            return text;
        }

        return FoldAndSqueeze(text, isAscii ? text : Normalize(text));
    }

    private static string Normalize(string text)
    {
        // RFC 4518 §2.3 names form KC. Two strings have equal forms KC exactly if they have equal forms KD; and decomposed,
        // letters that have a composed form in only one case fold as well: ǰ and J with a caron.
        return text.Normalize(NormalizationForm.FormKD)
            .Replace("ß", "SS", StringComparison.Ordinal)
            .Replace("ẞ", "SS", StringComparison.Ordinal);
    }

    private static bool IsPreparable(string text, out bool isAscii)
    {
        isAscii = true;
        int marks = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                if (rune.Value is < ' ' or 0x7F && !Rune.IsWhiteSpace(rune))
                {
                    return false;
                }

                marks = 0;
                continue;
            }

            isAscii = false;
            marks = IsCombiningMark(rune) ? marks + 1 : 0;
            if (marks > MaximumMarks || IsDroppedOrProhibited(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDroppedOrProhibited(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => !Rune.IsWhiteSpace(rune),
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,

        // What RFC 4518 §2.2 and §2.4 list outside these categories: the combining grapheme joiner, Mongolian soft hyphen and
        // selectors, variation selectors (with the supplement that came after the RFC), and the two replacement characters.
        _ => rune.Value is 0x034F or 0x1806 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F)
            or (>= 0xE0100 and <= 0xE01EF) or 0xFFFC or 0xFFFD,
    };

    private static string FoldAndSqueeze(string text, string normalized)
    {
        char[]? rented = normalized.Length > StackLimit ? ArrayPool<char>.Shared.Rent(normalized.Length) : null;
        Span<char> buffer = rented ?? stackalloc char[StackLimit];

        buffer = buffer[..normalized.AsSpan().ToUpperInvariant(buffer)];
        buffer = buffer[..SqueezeSpaces(buffer)];
        string prepared = buffer.SequenceEqual(text) ? text : new string(buffer);

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return prepared;
    }

    /// <summary>
    /// Insignificant space handling (RFC 4518 §2.6.1), with one space where the RFC puts two, and none at the ends. Works in place.
    /// </summary>
    private static int SqueezeSpaces(Span<char> text)
    {
        int length = 0;
        bool pendingSpace = false;
        for (int i = 0; i < text.Length; i++)
        {
            // char.IsWhiteSpace is the list of code points that RFC 4518 §2.2 maps to SPACE.
            bool isSpace = char.IsWhiteSpace(text[i]);
            if (isSpace && !BeginsWithCombiningMark(text[(i + 1)..]))
            {
                pendingSpace = length > 0;
                continue;
            }

            if (pendingSpace)
            {
                text[length++] = ' ';
                pendingSpace = false;
            }

            text[length++] = isSpace ? ' ' : text[i];
        }

        return length;
    }

    /// <summary>A space with a combining mark on it is not a space (RFC 4518 §2.6.1).</summary>
    private static bool BeginsWithCombiningMark(ReadOnlySpan<char> following) =>
        !following.IsEmpty
            && !char.IsAscii(following[0])
            && Rune.DecodeFromUtf16(following, out Rune rune, out _) == OperationStatus.Done
            && IsCombiningMark(rune);

    private static bool IsCombiningMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark;
}
