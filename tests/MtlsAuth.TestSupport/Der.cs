using System.Formats.Asn1;
using System.Text;

namespace MtlsAuth.TestSupport;

/// <summary>Writes DER piece by piece, right or wrong: what <see cref="AsnWriter"/> would not let pass is what tests need.</summary>
public static class Der
{
    /// <summary>Any element: a tag octet, the minimal length, the contents.</summary>
    public static byte[] Element(byte tag, params ReadOnlySpan<byte> contents)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(contents);
        byte[] encoded = writer.Encode();
        encoded[0] = tag;
        return encoded;
    }

    public static byte[] Sequence(params ReadOnlySpan<byte[]> elements) => Element(0x30, Concatenate(elements));

    public static byte[] Set(params ReadOnlySpan<byte[]> elements) => Element(0x31, Concatenate(elements));

    /// <summary>A constructed context-specific element: EXPLICIT, or IMPLICIT over a constructed type.</summary>
    public static byte[] Explicit(int number, params ReadOnlySpan<byte[]> elements) =>
        Element((byte)(0xA0 | number), Concatenate(elements));

    /// <summary>A primitive context-specific element.</summary>
    public static byte[] Implicit(int number, params ReadOnlySpan<byte> contents) => Element((byte)(0x80 | number), contents);

    /// <summary>An INTEGER with exactly these contents.</summary>
    public static byte[] Integer(params ReadOnlySpan<byte> contents) => Element(0x02, contents);

    /// <summary>An INTEGER with this magnitude.</summary>
    public static byte[] UnsignedInteger(ReadOnlySpan<byte> magnitude)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteIntegerUnsigned(magnitude);
        return writer.Encode();
    }

    public static byte[] ObjectIdentifier(string dotted)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        return writer.Encode();
    }

    public static byte[] BitString(ReadOnlySpan<byte> octets, byte unusedBits = 0) => Element(0x03, [unusedBits, .. octets]);

    public static byte[] OctetString(params ReadOnlySpan<byte> octets) => Element(0x04, octets);

    public static byte[] Null => [0x05, 0x00];

    public static byte[] True => [0x01, 0x01, 0xFF];

    public static byte[] False => [0x01, 0x01, 0x00];

    public static byte[] Utf8String(string text) => Element(0x0C, Encoding.UTF8.GetBytes(text));

    public static byte[] UtcTime(string text) => Element(0x17, Encoding.ASCII.GetBytes(text));

    public static byte[] GeneralizedTime(string text) => Element(0x18, Encoding.ASCII.GetBytes(text));

    /// <summary>An AlgorithmIdentifier; no parameters at all if none are given.</summary>
    public static byte[] Algorithm(string dotted, byte[]? parameters = null) => Sequence(ObjectIdentifier(dotted), parameters ?? []);

    /// <summary>A Name of one common name.</summary>
    public static byte[] CommonName(string value) => Sequence(Set(Sequence(ObjectIdentifier("2.5.4.3"), Utf8String(value))));

    public static byte[] Concatenate(params ReadOnlySpan<byte[]> parts)
    {
        List<byte> all = [];
        foreach (byte[] part in parts)
        {
            all.AddRange(part);
        }

        return [.. all];
    }
}
