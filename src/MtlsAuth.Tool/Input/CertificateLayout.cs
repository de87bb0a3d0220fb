using System.Formats.Asn1;

namespace MtlsAuth.Tool.Input;

/// <summary>Where the fields of a certificate stand in its DER (RFC 5280 §4.1). For showing; the core reads and judges.</summary>
internal static class CertificateLayout
{
    private const int DeepestNesting = 32;

    private static readonly string[] Names =
        ["serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"];

    /// <summary>The fields of the part that is signed, in their order; as many as there are before the first that cannot be read.</summary>
    public static IReadOnlyDictionary<string, Range> FindFields(ReadOnlySpan<byte> der)
    {
        Dictionary<string, Range> fields = new(StringComparer.Ordinal);
        if (!TryRead(der, 0, out Element certificate) || !TryRead(der, certificate.Start, out Element signed))
        {
            return fields;
        }

        int position = signed.Start;
        int next = 0;
        while (position < signed.End && TryRead(der, position, out Element element))
        {
            string? name = element.Tag.TagClass != TagClass.ContextSpecific ? next < Names.Length ? Names[next++] : null
                : element.Tag.TagValue == 0 ? "version"
                : element.Tag.TagValue == 3 ? "extensions"
                : "unique identifier";
            if (name is not null)
            {
                fields.TryAdd(name, position..element.End);
            }

            position = element.End;
        }

        return fields;
    }

    /// <summary>The first octet at which the encoding is none, whatever the elements mean; null if it is well-formed.</summary>
    public static int? FindBreak(ReadOnlySpan<byte> der) => IsCutOff(der) ? der.Length : FindBreak(der, 0, der.Length, 0);

    // The element is longer than what is there of it: a file that was not copied to its end.
    private static bool IsCutOff(ReadOnlySpan<byte> der) =>
        Asn1Tag.TryDecode(der, out _, out int tagLength)
        && AsnDecoder.TryDecodeLength(der[tagLength..], AsnEncodingRules.DER, out int? length, out int lengthLength)
        && length > der.Length - tagLength - lengthLength;

    private static int? FindBreak(ReadOnlySpan<byte> der, int position, int end, int depth)
    {
        while (position < end)
        {
            if (depth > DeepestNesting || !TryRead(der[..end], position, out Element element))
            {
                return position;
            }

            if (element.Tag.IsConstructed && FindBreak(der, element.Start, element.End, depth + 1) is { } inside)
            {
                return inside;
            }

            position = element.End;
        }

        return null;
    }

    private static bool TryRead(ReadOnlySpan<byte> der, int position, out Element element)
    {
        element = default;
        if (position >= der.Length)
        {
            return false;
        }

        try
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(
                der[position..], AsnEncodingRules.DER, out int start, out int length, out int consumed);
            element = new Element(tag, position + start, position + start + length);
            return consumed == start + length;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private readonly record struct Element(Asn1Tag Tag, int Start, int End);
}
