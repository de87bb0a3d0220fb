using System.Collections.Frozen;
using System.Formats.Asn1;

namespace MtlsAuth.Names;

/// <summary>The attribute types that are known by name.</summary>
/// <remarks>
/// No type needs a case-sensitive rule: every string type that RFC 4519, RFC 4524 and RFC 2985 define for names has caseIgnoreMatch
/// or its IA5 form, and RFC 5280 §7.1 gives the same preparation to all other attributes in string form. So that is also the rule
/// for an unknown type. telephoneNumberMatch and numericStringMatch would ignore more (hyphens, all spaces); here they do not.
/// </remarks>
internal static class AttributeTypes
{
    // The rare ones are found by their dotted form: a certificate that has them pays for it, no other one does.
    private static readonly (byte[] Encoding, AttributeType Type)[] ByEncoding =
        [.. AttributeTypeTable.Frequent.Select(row => (Encode(row.Type.Oid), row.Type))];

    // Throws where a name stands for two types, so that none can.
    private static readonly FrozenDictionary<string, AttributeType> ByName = AttributeTypeTable.All
        .SelectMany(row => row.Names, (row, name) => KeyValuePair.Create(name, row.Type))
        .ToDictionary(StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, AttributeType> ByOid = AttributeTypeTable.All
        .ToFrozenDictionary(row => row.Type.Oid, row => row.Type, StringComparer.Ordinal);

    public static AttributeType? FindByName(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type with this identifier; a new one if the table does not have it.</summary>
    public static AttributeType GetByOid(string oid) => ByOid.GetValueOrDefault(oid) ?? new AttributeType(oid);

    /// <summary>The type with this encoded identifier (tag and length included), if it is one of the frequent ones.</summary>
    public static AttributeType? FindByEncoding(ReadOnlySpan<byte> encoding)
    {
        foreach ((byte[] known, AttributeType type) in ByEncoding)
        {
            if (encoding.SequenceEqual(known))
            {
                return type;
            }
        }

        return null;
    }

    private static byte[] Encode(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }
}
