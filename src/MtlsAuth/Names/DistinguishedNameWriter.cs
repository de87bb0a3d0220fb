using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>Writes distinguished names as RFC 4514 §2 asks for.</summary>
internal static class DistinguishedNameWriter
{
    public static string Write(ReadOnlySpan<RelativeDistinguishedName> names)
    {
        StringBuilder builder = new();
        foreach (RelativeDistinguishedName name in names)
        {
            char separator = ',';
            foreach (AttributeTypeAndValue attribute in name.Span)
            {
                if (builder.Length > 0)
                {
                    builder.Append(separator);
                }

                Write(attribute, builder);
                separator = '+';
            }
        }

        return builder.ToString();
    }

    public static void Write(AttributeTypeAndValue attribute, StringBuilder builder)
    {
        builder.Append(attribute.Type.ShortName ?? attribute.Type.Oid).Append('=');

        // RFC 4514 §2.4: a type in dotted form, and a value without a string form, take the octets.
        if (attribute.Type.ShortName is null || attribute.Text is null)
        {
            builder.Append('#');
            WriteHexadecimal(attribute.GetEncoding(), prefix: "", builder);
            return;
        }

        WriteString(attribute.Text, builder);
    }

    private static void WriteString(string text, StringBuilder builder)
    {
        Span<byte> octets = stackalloc byte[4];
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isFirst = index == 0;
            index += rune.Utf16SequenceLength;
            bool isLast = index == text.Length;

            if (MustBeEscaped(rune, isFirst, isLast))
            {
                builder.Append('\\').Append(rune.ToString());
            }
            else if (IsInvisible(rune))
            {
                WriteHexadecimal(octets[..rune.EncodeToUtf8(octets)], prefix: "\\", builder);
            }
            else
            {
                builder.Append(rune.ToString());
            }
        }
    }

    private static bool MustBeEscaped(Rune rune, bool isFirst, bool isLast) => rune.Value switch
    {
        '"' or '+' or ',' or ';' or '<' or '>' or '\\' => true,

        // Allowed, not required (RFC 4514 §2.4): it keeps CN=evil\,CN\=client-a from looking like two RDNs to the eye.
        '=' => true,
        '#' => isFirst,
        ' ' => isFirst || isLast,
        _ => false,
    };

    /// <summary>
    /// RFC 4514 §2.4 requires octets for NUL only and allows them for all: with these escaped, a name stays on its line of a log,
    /// and no character in it hides or turns around the text beside it.
    /// </summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static void WriteHexadecimal(ReadOnlySpan<byte> octets, string prefix, StringBuilder builder)
    {
        foreach (byte octet in octets)
        {
            builder.Append(prefix).Append(octet.ToString("x2", CultureInfo.InvariantCulture));
        }
    }
}
