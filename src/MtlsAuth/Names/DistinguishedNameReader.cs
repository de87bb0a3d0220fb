using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>Reads the DER encoding of a Name (RFC 5280 §4.1.2.4). Nothing in it is left unread.</summary>
/// <remarks>The order of the values in a SET is not checked: old software writes it wrong, and it has no meaning here.</remarks>
internal static class DistinguishedNameReader
{
    // Far above any identifier in use; it keeps the arithmetic on hostile ones short.
    private const int MaximumOidLength = 64;

    /// <summary>Reads the whole encoding.</summary>
    /// <param name="der">The encoding.</param>
    /// <param name="names">The RDNs in the order of RFC 4514, the last one of the encoding first; empty in case of an error.</param>
    /// <returns>The error, or none.</returns>
    public static DistinguishedNameError Read(ReadOnlySpan<byte> der, out RelativeDistinguishedName[] names)
    {
        names = [];
        if (der.Length > DistinguishedName.MaximumDerLength)
        {
            return DistinguishedNameError.TooLong;
        }

        if (!TryTake(ref der, Asn1Tag.Sequence, out ReadOnlySpan<byte> sequence) || !TryCount(sequence, Asn1Tag.SetOf, out int count))
        {
            return DistinguishedNameError.MalformedDer;
        }

        if (!der.IsEmpty)
        {
            return DistinguishedNameError.TrailingData;
        }

        if (count > DistinguishedName.MaximumAttributeCount)
        {
            return DistinguishedNameError.TooManyAttributes;
        }

        RelativeDistinguishedName[] read = new RelativeDistinguishedName[count];
        int attributeCount = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            _ = TryTake(ref sequence, Asn1Tag.SetOf, out ReadOnlySpan<byte> set);
            DistinguishedNameError error = ReadSet(set, ref attributeCount, out read[i]);
            if (error != DistinguishedNameError.None)
            {
                return error;
            }
        }

        names = read;
        return DistinguishedNameError.None;
    }

    private static DistinguishedNameError ReadSet(ReadOnlySpan<byte> set, ref int attributeCount, out RelativeDistinguishedName name)
    {
        name = default;
        if (set.IsEmpty)
        {
            return DistinguishedNameError.EmptyRelativeDistinguishedName;
        }

        if (!TryCount(set, Asn1Tag.Sequence, out int count))
        {
            return DistinguishedNameError.MalformedDer;
        }

        attributeCount += count;
        if (attributeCount > DistinguishedName.MaximumAttributeCount)
        {
            return DistinguishedNameError.TooManyAttributes;
        }

        AttributeTypeAndValue[] attributes = new AttributeTypeAndValue[count];
        for (int i = 0; i < count; i++)
        {
            _ = TryTake(ref set, Asn1Tag.Sequence, out ReadOnlySpan<byte> sequence);
            DistinguishedNameError error = ReadAttribute(sequence, out AttributeTypeAndValue? attribute);
            if (attribute is null)
            {
                return error;
            }

            attributes[i] = attribute;
        }

        name = new RelativeDistinguishedName(attributes);
        return DistinguishedNameError.None;
    }

    private static DistinguishedNameError ReadAttribute(ReadOnlySpan<byte> sequence, out AttributeTypeAndValue? attribute)
    {
        attribute = null;

        ReadOnlySpan<byte> value = sequence;
        if (!TryTake(ref value, Asn1Tag.ObjectIdentifier, out _))
        {
            return DistinguishedNameError.MalformedDer;
        }

        return TryReadType(sequence[..^value.Length], out AttributeType? type)
            ? AttributeValueReader.Read(type, value, out attribute)
            : DistinguishedNameError.InvalidAttributeType;
    }

    private static bool TryReadType(ReadOnlySpan<byte> encoding, [NotNullWhen(true)] out AttributeType? type)
    {
        type = AttributeTypes.FindByEncoding(encoding);
        if (type is not null)
        {
            return true;
        }

        if (encoding.Length > MaximumOidLength)
        {
            return false;
        }

        try
        {
            type = AttributeTypes.GetByOid(AsnDecoder.ReadObjectIdentifier(encoding, AsnEncodingRules.DER, out _));
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Takes one value with the expected tag off the front of the source.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> source, Asn1Tag expected, out ReadOnlySpan<byte> contents)
    {
        if (!AsnDecoder.TryReadEncodedValue(source, AsnEncodingRules.DER, out Asn1Tag tag, out int offset, out int length, out int consumed)
            || tag != expected)
        {
            contents = default;
            return false;
        }

        contents = source.Slice(offset, length);
        source = source[consumed..];
        return true;
    }

    /// <summary>Counts the values that fill the contents; false if one has another tag or is malformed.</summary>
    private static bool TryCount(ReadOnlySpan<byte> contents, Asn1Tag expected, out int count)
    {
        for (count = 0; !contents.IsEmpty; count++)
        {
            if (!TryTake(ref contents, expected, out _))
            {
                return false;
            }
        }

        return true;
    }
}
