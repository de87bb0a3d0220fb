using System.Formats.Asn1;
using System.Text;

namespace MtlsAuth.Tests.Certificates;

/// <summary>Encodes names for tests, right or wrong, octet by octet where AsnWriter would not let a mistake pass.</summary>
internal static class DistinguishedNameEncoder
{
    public const string CommonName = "2.5.4.3";
    public const string Organization = "2.5.4.10";

    /// <summary>A name of single-valued RDNs, in the order of the encoding.</summary>
    public static byte[] Name(params (string Oid, byte[] Value)[] attributes)
    {
        return Wrap(0x30, [.. attributes.SelectMany(attribute => Wrap(0x31, Attribute(attribute.Oid, attribute.Value)))]);
    }

    public static byte[] Attribute(string oid, byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return Wrap(0x30, [.. writer.Encode(), .. value]);
    }

    public static byte[] Utf8(string text)
    {
        return Wrap(0x0C, Encoding.UTF8.GetBytes(text));
    }

    public static byte[] Wrap(byte tag, params byte[] contents)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(contents);
        byte[] encoding = writer.Encode();
        encoding[0] = tag;
        return encoding;
    }
}
