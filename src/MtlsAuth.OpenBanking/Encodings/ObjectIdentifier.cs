using System.Formats.Asn1;

namespace MtlsAuth.OpenBanking.Encodings;

/// <summary>The contents octets of an OBJECT IDENTIFIER (X.690 §8.19).</summary>
internal static class ObjectIdentifier
{
    // What the platform can turn into text: 64 arcs, of which two share the first number, of up to 128 bits, such as a UUID (2.25.…).
    private const int MaximumNumberCount = 63;
    private const int LongestNumber = 19;

    /// <summary>Whether each number is minimal and ends, within the limits of what the platform can turn into text.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> contents)
    {
        int count = 0;
        int length = 0;
        byte first = 0;
        foreach (byte octet in contents)
        {
            length++;
            first = length == 1 ? octet : first;

            // Nineteen octets hold 133 bits: in the longest number the first octet may have but two that count.
            if (first == 0x80 || length > LongestNumber || (length == LongestNumber && first > 0x83))
            {
                return false;
            }

            if (octet < 0x80)
            {
                count++;
                length = 0;
            }
        }

        return length == 0 && count is > 0 and <= MaximumNumberCount;
    }

    /// <summary>The dotted form of well-formed contents.</summary>
    public static string ToText(ReadOnlySpan<byte> contents)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(contents, new Asn1Tag(TagClass.ContextSpecific, 0));
        return AsnDecoder.ReadObjectIdentifier(
            writer.Encode(), AsnEncodingRules.DER, out _, new Asn1Tag(TagClass.ContextSpecific, 0));
    }
}
