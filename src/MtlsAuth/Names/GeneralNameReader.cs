using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Names;

/// <summary>Walks the entries of GeneralNames (RFC 5280 §4.2.1.6) and finds those that other readers would guess at.</summary>
internal static class GeneralNameReader
{
    /// <summary>Walks over all entries; false if that is not possible, or if one is written in a form that DER does not have.</summary>
    /// <param name="extensionValue">The value of the extension.</param>
    /// <param name="areAllReadable">Whether there is an entry at all, and <see cref="IsReadable"/> says so of each.</param>
    public static bool TryWalk(DerReader extensionValue, out bool areAllReadable)
    {
        areAllReadable = false;
        if (!extensionValue.TryEnterOnly(Asn1Tag.Sequence, out DerReader entries))
        {
            return false;
        }

        bool areReadable = !entries.TryEnd();
        while (!entries.TryEnd())
        {
            if (!entries.TryReadAny(out Asn1Tag tag, out Slice entry, out _) || !HasFormOfItsKind(tag))
            {
                return false;
            }

            areReadable &= IsReadable(tag, entries[entry]);
        }

        areAllReadable = areReadable;
        return true;
    }

    /// <summary>Whether an entry is of a kind that RFC 5280 defines, and has a value of that kind.</summary>
    public static bool IsReadable(Asn1Tag tag, ReadOnlySpan<byte> contents) => IsDefined(tag)
        && (GeneralNameType)tag.TagValue switch
        {
            GeneralNameType.Email or GeneralNameType.Dns or GeneralNameType.Uri => IsPrintableAscii(contents),
            GeneralNameType.IPAddress => contents.Length is 4 or 16,
            _ => !contents.IsEmpty,
        };

    // The tags are IMPLICIT, so that a SEQUENCE stays constructed, and a string or an identifier primitive; that of the CHOICE Name
    // is EXPLICIT. A tag that RFC 5280 does not define may have either form.
    private static bool HasFormOfItsKind(Asn1Tag tag)
    {
        if (!IsDefined(tag))
        {
            return true;
        }

        bool isConstructedKind = (GeneralNameType)tag.TagValue is GeneralNameType.OtherName
            or GeneralNameType.X400Address
            or GeneralNameType.DirectoryName
            or GeneralNameType.EdiPartyName;
        return tag.IsConstructed == isConstructedKind;
    }

    private static bool IsDefined(Asn1Tag tag) =>
        tag.TagClass == TagClass.ContextSpecific && tag.TagValue <= (int)GeneralNameType.RegisteredId;

    // RFC 8705 §7.5 warns of embedded NUL octets; no host name, address or URI has any control character.
    private static bool IsPrintableAscii(ReadOnlySpan<byte> contents) =>
        !contents.IsEmpty && !contents.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
}
