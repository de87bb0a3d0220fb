using System.Formats.Asn1;
using System.Text;
using System.Text.Unicode;

namespace MtlsAuth.OpenBanking.Encodings;

/// <summary>Reads the character strings of ASN.1.</summary>
internal static class DerText
{
    private static readonly UnicodeEncoding BigEndianUtf16 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding BigEndianUtf32 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Reads a string of any type; false if the tag is of none, or the octets are not what the type says.</summary>
    /// <param name="tag">The element's tag.</param>
    /// <param name="contents">What is in it.</param>
    /// <param name="text">The string, or null.</param>
    /// <param name="known">A string that it often is, to be given instead of a copy.</param>
    /// <param name="isUtf8">Whether the type is UTF8String.</param>
    public static bool TryRead(Asn1Tag tag, ReadOnlySpan<byte> contents, out string? text, out bool isUtf8, string? known = null)
    {
        isUtf8 = tag == new Asn1Tag(UniversalTagNumber.UTF8String);
        text = tag.TagClass != TagClass.Universal || tag.IsConstructed ? null : (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Utf8.IsValid(contents) ? ToText(contents, known) : null,
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString
                or UniversalTagNumber.NumericString => Ascii.IsValid(contents) ? ToText(contents, known) : null,
            UniversalTagNumber.TeletexString => Encoding.Latin1.GetString(contents),
            UniversalTagNumber.BMPString => Decode(BigEndianUtf16, contents),
            UniversalTagNumber.UniversalString => Decode(BigEndianUtf32, contents),
            _ => null,
        };
        return text is not null;
    }

    private static string ToText(ReadOnlySpan<byte> contents, string? known) =>
        known is not null && Ascii.Equals(contents, known) ? known : Encoding.UTF8.GetString(contents);

    private static string? Decode(Encoding encoding, ReadOnlySpan<byte> contents)
    {
        try
        {
            return encoding.GetString(contents);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
