using System.Formats.Asn1;
using MtlsAuth.OpenBanking.Encodings;

namespace MtlsAuth.OpenBanking.Identifiers;

/// <summary>
/// The CA/Browser Forum's extension that repeats the organizationIdentifier, 2.23.140.3.1 (EV Guidelines §7.1.2.2 and before).
/// </summary>
/// <remarks>
/// <code>
/// SEQUENCE { scheme PrintableString (SIZE(3)), country PrintableString (SIZE(2)), state [0] IMPLICIT PrintableString OPTIONAL,
///            reference UTF8String }
/// </code>
/// </remarks>
internal sealed record OrganizationIdentifierExtension(string Scheme, string Country, string? State, string Reference)
{
    /// <summary>The extension's object identifier, as its contents octets.</summary>
    public static ReadOnlySpan<byte> Identifier => [0x67, 0x81, 0x0C, 0x03, 0x01];

    /// <summary>Whether the scheme has states: the register of trade alone.</summary>
    public bool HasStrayState => State is not null && Scheme != "NTR";

    /// <summary>Reads the extension; null if it does not decode.</summary>
    public static OrganizationIdentifierExtension? Read(ReadOnlySpan<byte> der)
    {
        Asn1Tag printable = new(UniversalTagNumber.PrintableString);
        DerCursor outer = new(der);
        if (!DerStructure.IsOneElement(der)
            || !outer.TryEnter(Asn1Tag.Sequence, out DerCursor fields)
            || !TryRead(ref fields, printable, printable, out string? scheme)
            || !TryRead(ref fields, printable, printable, out string? country))
        {
            return null;
        }

        TryRead(ref fields, new Asn1Tag(TagClass.ContextSpecific, 0), printable, out string? state);
        return fields.TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents)
            && DerText.TryRead(tag, contents, out string? reference, out _)
            && fields.IsAtEnd
            ? new OrganizationIdentifierExtension(scheme!, country!, state, reference!)
            : null;
    }

    /// <summary>
    /// Whether this says the same as the subject. Of payment service providers the reference is written with the authority before it, and
    /// also without.
    /// </summary>
    public bool Agrees(OrganizationIdentifier subject) =>
        Scheme == subject.Scheme
        && Country == subject.Country
        && (HasStrayState || State == subject.State)
        && (Reference == subject.Reference
            || (subject.IsPaymentServiceProvider && Reference == $"{subject.Authority}-{subject.Reference}"));

    /// <summary>What it says, written as the subject would have it.</summary>
    public override string ToString() => $"{Scheme}{Country}{(State is null ? "" : $"+{State}")}-{Reference}";

    private static bool TryRead(ref DerCursor fields, Asn1Tag tag, Asn1Tag type, out string? text)
    {
        text = null;
        return fields.TryRead(tag, out ReadOnlySpan<byte> contents) && DerText.TryRead(type, contents, out text, out _);
    }
}
