using System.Text;
using MtlsAuth.Encodings;

namespace MtlsAuth.KeySets;

/// <summary>Compares <c>x5t</c> and <c>x5t#S256</c> (RFC 7517 §4.8, §4.9) with the hash of a certificate.</summary>
/// <remarks>
/// They are hints for choosing a key and decide nothing, so that the spellings which servers and directories in use write are read as
/// well: with padding, in base64, in hexadecimal digits with or without separators, and those digits in base64url once more.
/// </remarks>
internal static class ThumbprintHint
{
    // Characters for each octet: two digits and a separator, and those in base64.
    private const int LongestSpelling = 4;

    /// <summary>The octets that the text stands for in some spelling; false if it is no hash of this length.</summary>
    public static bool TryRead(string text, int hashLength, out byte[] hash)
    {
        hash = [];
        if (text.Length > hashLength * LongestSpelling)
        {
            return false;
        }

        if (TryReadHexadecimal(text, hashLength, out hash))
        {
            return true;
        }

        if (!TryReadBase64(text, out byte[] octets))
        {
            return false;
        }

        if (octets.Length == hashLength)
        {
            hash = octets;
            return true;
        }

        return Ascii.IsValid(octets) && TryReadHexadecimal(Encoding.ASCII.GetString(octets), hashLength, out hash);
    }

    // Spare bits count as they do everywhere: an encoder that left them set has written another text, not another hash.
    private static bool TryReadBase64(string text, out byte[] octets) =>
        Base64UrlText.TryDecode(text.AsSpan().TrimEnd('=').ToString().Replace('+', '-').Replace('/', '_'), out octets);

    private static bool TryReadHexadecimal(string text, int hashLength, out byte[] hash)
    {
        string digits = string.Concat(text.Where(character => character is not (':' or ' ' or '-')));
        bool isHash = digits.Length == hashLength * 2 && digits.All(char.IsAsciiHexDigit);
        hash = isHash ? Convert.FromHexString(digits) : [];
        return isHash;
    }
}
