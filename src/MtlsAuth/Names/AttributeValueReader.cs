using System.Buffers;
using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text;
using System.Text.Unicode;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Names;

/// <summary>Reads the DER encoding of an attribute value.</summary>
internal static class AttributeValueReader
{
    private static readonly SearchValues<byte> NumericStringOctets = SearchValues.Create(" 0123456789"u8);

    /// <summary>Reads the one value that the reader has left.</summary>
    /// <param name="type">The type of the attribute.</param>
    /// <param name="reader">The reader of the attribute, behind its type.</param>
    /// <param name="attribute">The attribute, or null in case of an error.</param>
    /// <returns>The error, or none.</returns>
    public static DistinguishedNameError Read(AttributeType type, DerReader reader, out AttributeTypeAndValue? attribute)
    {
        attribute = null;
        if (!reader.TryReadAny(out Asn1Tag tag, out Slice contents, out Slice encoding))
        {
            return DistinguishedNameError.MalformedDer;
        }

        if (!reader.TryEnd())
        {
            return DistinguishedNameError.TrailingData;
        }

        if (!IsString(tag))
        {
            attribute = new AttributeTypeAndValue(type, reader[encoding].ToArray());
            return DistinguishedNameError.None;
        }

        if (!TryReadString((UniversalTagNumber)tag.TagValue, reader[contents], out string text))
        {
            return DistinguishedNameError.InvalidString;
        }

        attribute = new AttributeTypeAndValue(type, text, (UniversalTagNumber)tag.TagValue);
        return DistinguishedNameError.None;
    }

    private static bool IsString(Asn1Tag tag) =>
        tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String
            or UniversalTagNumber.PrintableString or UniversalTagNumber.TeletexString or UniversalTagNumber.UniversalString
            or UniversalTagNumber.BMPString or UniversalTagNumber.IA5String or UniversalTagNumber.NumericString;

    private static bool TryReadString(UniversalTagNumber stringType, ReadOnlySpan<byte> contents, out string text)
    {
        text = string.Empty;
        switch (stringType)
        {
            case UniversalTagNumber.UTF8String when Utf8.IsValid(contents):
                text = Encoding.UTF8.GetString(contents);
                return true;

            // PrintableString is read as ASCII: certificates in use have @, * and & in it.
            case UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String when Ascii.IsValid(contents):
            case UniversalTagNumber.NumericString when !contents.ContainsAnyExcept(NumericStringOctets):
                text = Encoding.ASCII.GetString(contents);
                return true;

            // T.61 proper is not written by any certificate software; Latin-1 is what they all put under this tag.
            case UniversalTagNumber.TeletexString:
                text = Encoding.Latin1.GetString(contents);
                return true;

            case UniversalTagNumber.BMPString:
                return TryReadUtf16(contents, out text);

            case UniversalTagNumber.UniversalString:
                return TryReadUtf32(contents, out text);

            default:
                return false;
        }
    }

    /// <summary>A BMPString proper has no surrogates; Windows writes pairs of them, which are read; a lone one is refused.</summary>
    private static bool TryReadUtf16(ReadOnlySpan<byte> contents, out string text)
    {
        text = string.Empty;
        if (contents.Length % 2 != 0)
        {
            return false;
        }

        char[] characters = new char[contents.Length / 2];
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)BinaryPrimitives.ReadUInt16BigEndian(contents[(2 * i)..]);
            if (char.IsLowSurrogate(characters[i]) != (i > 0 && char.IsHighSurrogate(characters[i - 1])))
            {
                return false;
            }
        }

        text = new string(characters);
        return characters.Length == 0 || !char.IsHighSurrogate(characters[^1]);
    }

    private static bool TryReadUtf32(ReadOnlySpan<byte> contents, out string text)
    {
        text = string.Empty;
        if (contents.Length % 4 != 0)
        {
            return false;
        }

        StringBuilder builder = new(contents.Length / 4);
        for (; !contents.IsEmpty; contents = contents[4..])
        {
            if (!Rune.TryCreate(BinaryPrimitives.ReadUInt32BigEndian(contents), out Rune rune))
            {
                return false;
            }

            builder.Append(rune.ToString());
        }

        text = builder.ToString();
        return true;
    }
}
