using System.Collections.Frozen;
using System.Formats.Asn1;

namespace MtlsAuth.Certificates;

/// <summary>The attribute types that are known by name.</summary>
/// <remarks>
/// No type needs a case-sensitive rule: every string type that RFC 4519, RFC 4524 and RFC 2985 define for names has caseIgnoreMatch
/// or its IA5 form, and RFC 5280 §7.1 gives the same preparation to all other attributes in string form. So that is also the rule
/// for an unknown type. telephoneNumberMatch and numericStringMatch would ignore more (hyphens, all spaces); here they do not.
/// </remarks>
internal static class AttributeTypes
{
    // A type, then the names under which text may call it, compared without case. The sources of names beyond the first:
    // RFC 4519, the short and long names of OpenSSL, the keywords of Java's X500Principal, and those of X500DistinguishedName.
    // Most frequent first: reading a certificate goes through the table in this order.
    private static readonly (AttributeType Type, string[] Names)[] Table =
    [
        (new("2.5.4.3", "CN"), ["CN", "commonName"]),
        (new("2.5.4.10", "O"), ["O", "organizationName"]),
        (new("2.5.4.11", "OU"), ["OU", "organizationalUnitName"]),
        (new("2.5.4.6", "C"), ["C", "countryName"]),
        (new("2.5.4.7", "L"), ["L", "localityName"]),
        // Windows and Java also write S.
        (new("2.5.4.8", "ST"), ["ST", "S", "stateOrProvinceName"]),
        (new("0.9.2342.19200300.100.1.25", "DC", isIa5: true), ["DC", "domainComponent"]),
        (new("0.9.2342.19200300.100.1.1", "UID"), ["UID", "userId"]),
        (new("2.5.4.9", "STREET"), ["STREET", "streetAddress"]),
        (new("2.5.4.5"), ["serialNumber"]),
        // RFC 2985 §5.2.1 asks for case-insensitive comparison of the whole address, the part before the @ included.
        (new("1.2.840.113549.1.9.1", isIa5: true), ["emailAddress", "E", "email"]),
        (new("2.5.4.97"), ["organizationIdentifier"]),
        // SN is the surname in RFC 4519, OpenSSL and Windows; a tool that means the serial number by it does not match.
        (new("2.5.4.4"), ["SN", "surname"]),
        (new("2.5.4.42"), ["givenName", "GN", "G"]),
        (new("2.5.4.12"), ["title", "T"]),
        (new("2.5.4.43"), ["initials", "I"]),
        (new("2.5.4.44"), ["generationQualifier", "generation"]),
        (new("2.5.4.46"), ["dnQualifier", "DNQ"]),
        (new("2.5.4.65"), ["pseudonym"]),
        (new("2.5.4.41"), ["name"]),
        (new("2.5.4.13"), ["description"]),
        (new("2.5.4.15"), ["businessCategory"]),
        (new("2.5.4.17"), ["postalCode"]),
        (new("2.5.4.18"), ["postOfficeBox", "POBox"]),
        (new("2.5.4.20"), ["telephoneNumber", "Phone"]),
        // A BIT STRING by definition, and then compared by its octets; OpenSSL also puts strings there.
        (new("2.5.4.45"), ["x500UniqueIdentifier"]),
        (new("0.9.2342.19200300.100.1.3", isIa5: true), ["mail", "rfc822Mailbox"]),
        (new("1.2.840.113549.1.9.2"), ["unstructuredName"]),
        (new("1.2.840.113549.1.9.8"), ["unstructuredAddress"]),
        (new("1.3.6.1.4.1.311.60.2.1.1"), ["jurisdictionL", "jurisdictionLocalityName"]),
        (new("1.3.6.1.4.1.311.60.2.1.2"), ["jurisdictionST", "jurisdictionStateOrProvinceName"]),
        (new("1.3.6.1.4.1.311.60.2.1.3"), ["jurisdictionC", "jurisdictionCountryName"]),
    ];

    private static readonly (byte[] Encoding, AttributeType Type)[] ByEncoding = [.. Table.Select(row => (Encode(row.Type.Oid), row.Type))];

    private static readonly FrozenDictionary<string, AttributeType> ByName = Table
        .SelectMany(row => row.Names, (row, name) => KeyValuePair.Create(name, row.Type))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, AttributeType> ByOid = Table
        .ToFrozenDictionary(row => row.Type.Oid, row => row.Type, StringComparer.Ordinal);

    public static AttributeType? FindByName(string name)
    {
        return ByName.GetValueOrDefault(name);
    }

    /// <summary>The type with this identifier; a new one if the table does not have it.</summary>
    public static AttributeType GetByOid(string oid)
    {
        return ByOid.GetValueOrDefault(oid) ?? new AttributeType(oid);
    }

    /// <summary>The type with this encoded identifier (tag and length included), if the table has it.</summary>
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
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }
}
