using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Names;

/// <summary>
/// Reads the text of an attribute value: escaped string, quoted string, or <c>#</c> and hexadecimal DER (RFC 4514 §2.4, RFC 2253 §4).
/// </summary>
internal static class AttributeValueParser
{
    // What may follow a backslash as itself (RFC 4514 §3: "special", and the backslash).
    private const string Special = "\\\"+,;<> #=";

    /// <summary>Reads a value.</summary>
    /// <param name="type">The type of the attribute.</param>
    /// <param name="text">The text from the first character of the value up to the separator or the end.</param>
    /// <param name="attribute">The attribute, or null in case of an error.</param>
    /// <param name="offset">Where in the text the error is.</param>
    /// <returns>The error, or none.</returns>
    public static DistinguishedNameError Parse(
        AttributeType type, ReadOnlySpan<char> text, out AttributeTypeAndValue? attribute, out int offset)
    {
        offset = 0;
        if (text is ['#', ..])
        {
            return ParseHexadecimal(type, text[1..].TrimEnd(' '), out attribute);
        }

        // A value is a sequence of UTF-8 octets: \C4\8D is one character, and half of one is none (RFC 4514 §2.4).
        ArrayBufferWriter<byte> octets = new(Math.Max(text.Length, 1));
        bool isQuoted = text is ['"', ..];
        ReadOnlySpan<char> rest = isQuoted ? text[1..] : TrimTrailingSpaces(text);
        int end = isQuoted ? text.Length : rest.Length;
        DistinguishedNameError error = isQuoted ? ReadQuoted(ref rest, octets) : ReadPlain(ref rest, octets);
        if (error == DistinguishedNameError.None && !Utf8.IsValid(octets.WrittenSpan))
        {
            error = DistinguishedNameError.InvalidString;
        }
        else if (error != DistinguishedNameError.UnterminatedQuotation)
        {
            offset = end - rest.Length;
        }

        attribute = error == DistinguishedNameError.None
            ? new AttributeTypeAndValue(type, Encoding.UTF8.GetString(octets.WrittenSpan))
            : null;
        return error;
    }

    private static DistinguishedNameError ParseHexadecimal(
        AttributeType type, ReadOnlySpan<char> text, out AttributeTypeAndValue? attribute)
    {
        attribute = null;
        if (text.IsEmpty || text.Length % 2 != 0)
        {
            return DistinguishedNameError.InvalidHexadecimal;
        }

        byte[] encoding = new byte[text.Length / 2];
        for (int i = 0; i < encoding.Length; i++)
        {
            if (!TryReadOctet(text[(2 * i)..], out encoding[i]))
            {
                return DistinguishedNameError.InvalidHexadecimal;
            }
        }

        // RFC 4514 says BER; names in certificates are DER, and the two forms of one value must not differ.
        return AttributeValueReader.Read(type, new DerReader(encoding), out attribute);
    }

    // In case of an error, the rest begins where the error is.
    private static DistinguishedNameError ReadPlain(scoped ref ReadOnlySpan<char> rest, ArrayBufferWriter<byte> octets)
    {
        while (!rest.IsEmpty)
        {
            // The separators have ended the value before; # counts only at its beginning; = is not special (RFC 4514 §3).
            if (rest[0] is '"' or '<' or '>')
            {
                return DistinguishedNameError.UnescapedCharacter;
            }

            DistinguishedNameError error = ReadCharacter(ref rest, octets);
            if (error != DistinguishedNameError.None)
            {
                return error;
            }
        }

        return DistinguishedNameError.None;
    }

    /// <summary>Addition (RFC 1779 §2.3, RFC 2253 §4, and written by OpenSSL, Java and .NET): a value in quotation marks.</summary>
    private static DistinguishedNameError ReadQuoted(scoped ref ReadOnlySpan<char> rest, ArrayBufferWriter<byte> octets)
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] == '"')
            {
                // Addition: .NET and Windows write a quotation mark inside the quotation as two.
                rest = rest[1..];
                if (rest is not ['"', ..])
                {
                    rest = rest.TrimStart(' ');
                    return rest.IsEmpty ? DistinguishedNameError.None : DistinguishedNameError.UnexpectedCharacter;
                }
            }

            DistinguishedNameError error = ReadCharacter(ref rest, octets);
            if (error != DistinguishedNameError.None)
            {
                return error;
            }
        }

        return DistinguishedNameError.UnterminatedQuotation;
    }

    private static DistinguishedNameError ReadCharacter(scoped ref ReadOnlySpan<char> rest, ArrayBufferWriter<byte> octets)
    {
        if (rest[0] == '\\')
        {
            return ReadEscape(ref rest, octets);
        }

        if (rest[0] == '\0')
        {
            return DistinguishedNameError.UnescapedCharacter;
        }

        if (Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed) != OperationStatus.Done)
        {
            return DistinguishedNameError.InvalidString;
        }

        octets.Advance(rune.EncodeToUtf8(octets.GetSpan(4)));
        rest = rest[consumed..];
        return DistinguishedNameError.None;
    }

    private static DistinguishedNameError ReadEscape(scoped ref ReadOnlySpan<char> rest, ArrayBufferWriter<byte> octets)
    {
        ReadOnlySpan<char> escaped = rest[1..];
        if (!escaped.IsEmpty && Special.Contains(escaped[0]))
        {
            octets.Write([(byte)escaped[0]]);
            rest = rest[2..];
            return DistinguishedNameError.None;
        }

        if (!TryReadOctet(escaped, out byte octet))
        {
            return DistinguishedNameError.InvalidEscape;
        }

        octets.Write([octet]);
        rest = rest[3..];
        return DistinguishedNameError.None;
    }

    private static bool TryReadOctet(ReadOnlySpan<char> text, out byte octet)
    {
        octet = 0;
        return text.Length >= 2 && byte.TryParse(text[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet);
    }

    /// <summary>Addition (RFC 2253 §4, OpenSSL): spaces before a separator belong to it, unless the first of them is escaped.</summary>
    private static ReadOnlySpan<char> TrimTrailingSpaces(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.TrimEnd(' ');
        int backslashes = trimmed.Length - trimmed.TrimEnd('\\').Length;
        return trimmed.Length < text.Length && backslashes % 2 != 0 ? text[..(trimmed.Length + 1)] : trimmed;
    }
}
