using System.Formats.Asn1;

namespace MtlsAuth.OpenBanking.Encodings;

/// <summary>Says whether octets are DER all the way down: what a statement holds that nobody knows as well.</summary>
internal static class DerStructure
{
    // Statements are five deep at the most; a name in nameRegistrationAuthorities adds as many.
    private const int MaximumDepth = 16;

    /// <summary>Whether the octets are one element of DER and nothing behind it.</summary>
    public static bool IsOneElement(ReadOnlySpan<byte> octets)
    {
        DerCursor cursor = new(octets);
        return cursor.TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents) && cursor.IsAtEnd && IsDer(tag, contents, 0);
    }

    private static bool IsDer(Asn1Tag tag, ReadOnlySpan<byte> contents, int depth)
    {
        if (!tag.IsConstructed)
        {
            return tag.TagClass != TagClass.Universal || IsPrimitive((UniversalTagNumber)tag.TagValue, contents);
        }

        if (depth == MaximumDepth || (tag.TagClass == TagClass.Universal && !IsConstructedType((UniversalTagNumber)tag.TagValue)))
        {
            return false;
        }

        DerCursor cursor = new(contents);
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryReadAny(out Asn1Tag inner, out ReadOnlySpan<byte> value) || !IsDer(inner, value, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPrimitive(UniversalTagNumber type, ReadOnlySpan<byte> contents) => type switch
    {
        // X.680 table 1: universal 0 is reserved for the encoding rules.
        UniversalTagNumber.EndOfContents => false,
        UniversalTagNumber.Boolean => contents is [0x00] or [0xFF],
        UniversalTagNumber.Integer or UniversalTagNumber.Enumerated => DerCursor.IsMinimal(contents),
        UniversalTagNumber.Null => contents.IsEmpty,
        UniversalTagNumber.ObjectIdentifier => ObjectIdentifier.IsWellFormed(contents),
        _ => !IsConstructedType(type),
    };

    // Strings are never constructed in DER (X.690 §10.2), and these always are.
    private static bool IsConstructedType(UniversalTagNumber type) => type is UniversalTagNumber.Sequence
        or UniversalTagNumber.Set
        or UniversalTagNumber.External
        or UniversalTagNumber.Embedded
        or UniversalTagNumber.UnrestrictedCharacterString;
}
