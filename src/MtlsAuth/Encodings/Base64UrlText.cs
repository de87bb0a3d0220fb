using System.Buffers;
using System.Buffers.Text;

namespace MtlsAuth.Encodings;

/// <summary>Base64url without padding (RFC 7515 §2), read strictly: one text for each octet string.</summary>
/// <remarks>
/// The platform's decoders skip white space, take padding, or ignore spare bits. Each would give one key or thumbprint several
/// spellings (RFC 7638 §7).
/// </remarks>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Reads the text; false unless it is what <see cref="Base64Url"/> writes for some octets.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] octets)
    {
        if (text.ContainsAnyExcept(Alphabet) || !IsCompleteEnd(text[^(text.Length % 4)..]))
        {
            octets = [];
            return false;
        }

        octets = new byte[text.Length * 3 / 4];
        return Base64Url.DecodeFromChars(text, octets) == octets.Length;
    }

    // What is left over after groups of four: its last character stands for four or two spare bits as well, which are zero.
    private static bool IsCompleteEnd(ReadOnlySpan<char> end) => end switch
    {
        [] => true,
        [_, char last] => "AQgw".Contains(last, StringComparison.Ordinal),
        [_, _, char last] => "AEIMQUYcgkosw048".Contains(last, StringComparison.Ordinal),
        _ => false,
    };
}
