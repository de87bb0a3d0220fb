using System.Formats.Asn1;
using System.Globalization;
using MtlsAuth.OpenBanking.Encodings;

namespace MtlsAuth.OpenBanking.Statements;

/// <summary>Reads what statements of EN 319 412-5 and RFC 3739 say beside their identifier.</summary>
/// <remarks>The octets are DER, and one element or none. Where they hold something else than they should, nothing is read.</remarks>
internal static class StatementInformation
{
    private const int UriName = 6;

    /// <summary>SEQUENCE OF PrintableString, as countries are listed; null if it is none.</summary>
    public static IReadOnlyList<string>? ReadTexts(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor list))
        {
            return null;
        }

        List<string> texts = [];
        while (!list.IsAtEnd)
        {
            if (!TryReadText(ref list, out string? text))
            {
                return null;
            }

            texts.Add(text!);
        }

        return texts.AsReadOnly();
    }

    /// <summary>SEQUENCE OF OBJECT IDENTIFIER; empty if it is none.</summary>
    public static IReadOnlyList<string> ReadIdentifiers(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor list))
        {
            return [];
        }

        List<string> identifiers = [];
        while (!list.IsAtEnd)
        {
            if (!list.TryReadObjectIdentifier(out ReadOnlySpan<byte> identifier))
            {
                return [];
            }

            identifiers.Add(ObjectIdentifier.ToText(identifier));
        }

        return identifiers.AsReadOnly();
    }

    /// <summary>SEQUENCE OF SEQUENCE { url IA5String, language PrintableString }; empty if it is none.</summary>
    public static IReadOnlyList<DisclosureStatement> ReadDisclosure(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor list))
        {
            return [];
        }

        List<DisclosureStatement> statements = [];
        while (!list.IsAtEnd)
        {
            if (!list.TryEnter(Asn1Tag.Sequence, out DerCursor fields)
                || !TryReadText(ref fields, out string? address)
                || !TryReadText(ref fields, out string? language))
            {
                return [];
            }

            statements.Add(new DisclosureStatement(address!, language!));
        }

        return statements.AsReadOnly();
    }

    /// <summary>INTEGER; null if it is none, or does not fit into 32 bits.</summary>
    public static int? ReadNumber(ReadOnlySpan<byte> information) =>
        new DerCursor(information).TryReadInt32(out int number) ? number : null;

    /// <summary>SEQUENCE { CHOICE { PrintableString, INTEGER } currency, amount INTEGER, exponent INTEGER }; null if it is none.</summary>
    public static TransactionLimit? ReadLimit(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor fields))
        {
            return null;
        }

        string? currency = fields.TryReadInt32(out int number) ? number.ToString("D3", CultureInfo.InvariantCulture)
            : TryReadText(ref fields, out string? letters) ? letters
            : null;
        return currency is not null && fields.TryReadInt32(out int amount) && fields.TryReadInt32(out int exponent) && fields.IsAtEnd
            ? new TransactionLimit(currency, amount, exponent)
            : null;
    }

    /// <summary>The semanticsIdentifier of SemanticsInformation (RFC 3739 §3.2.6.1); null if there is none.</summary>
    public static string? ReadSemantics(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        return outer.TryEnter(Asn1Tag.Sequence, out DerCursor fields) && fields.TryReadObjectIdentifier(out ReadOnlySpan<byte> identifier)
            ? ObjectIdentifier.ToText(identifier)
            : null;
    }

    /// <summary>The addresses among the nameRegistrationAuthorities of SemanticsInformation; empty if there are none.</summary>
    public static IReadOnlyList<string> ReadRegistrationAuthorities(ReadOnlySpan<byte> information)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor fields))
        {
            return [];
        }

        fields.TryReadObjectIdentifier(out _);
        if (!fields.TryEnter(Asn1Tag.Sequence, out DerCursor names))
        {
            return [];
        }

        List<string> addresses = [];
        while (names.TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents))
        {
            if (tag == new Asn1Tag(TagClass.ContextSpecific, UriName)
                && DerText.TryRead(new Asn1Tag(UniversalTagNumber.IA5String), contents, out string? address, out _)
                && address!.Length > 0)
            {
                addresses.Add(address);
            }
        }

        return addresses.AsReadOnly();
    }

    private static bool TryReadText(ref DerCursor fields, out string? text)
    {
        text = null;
        DerCursor next = fields;
        if (!next.TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents) || !DerText.TryRead(tag, contents, out text, out _))
        {
            return false;
        }

        fields = next;
        return true;
    }
}
