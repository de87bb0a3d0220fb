using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

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

        DerReader outer = new(der);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerReader sequence) || !TryCount(sequence, Asn1Tag.SetOf, out int count))
        {
            return DistinguishedNameError.MalformedDer;
        }

        if (!outer.TryEnd())
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
            _ = sequence.TryEnter(Asn1Tag.SetOf, out DerReader set);
            DistinguishedNameError error = ReadSet(set, ref attributeCount, out read[i]);
            if (error != DistinguishedNameError.None)
            {
                return error;
            }
        }

        names = read;
        return DistinguishedNameError.None;
    }

    private static DistinguishedNameError ReadSet(DerReader set, ref int attributeCount, out RelativeDistinguishedName name)
    {
        name = default;
        if (set.TryEnd())
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
            _ = set.TryEnter(Asn1Tag.Sequence, out DerReader sequence);
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

    private static DistinguishedNameError ReadAttribute(DerReader sequence, out AttributeTypeAndValue? attribute)
    {
        attribute = null;
        if (!sequence.TryRead(Asn1Tag.ObjectIdentifier, out _, out Slice encodedType))
        {
            return DistinguishedNameError.MalformedDer;
        }

        return TryReadType(sequence[encodedType], out AttributeType? type)
            ? AttributeValueReader.Read(type, sequence, out attribute)
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

    /// <summary>Counts the elements up to the end; false if one has another tag or is malformed.</summary>
    private static bool TryCount(DerReader elements, Asn1Tag expected, out int count)
    {
        for (count = 0; !elements.TryEnd(); count++)
        {
            if (!elements.TryRead(expected, out _))
            {
                return false;
            }
        }

        return true;
    }
}
