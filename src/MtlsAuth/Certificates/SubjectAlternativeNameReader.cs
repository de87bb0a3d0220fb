using System.Formats.Asn1;
using MtlsAuth.Asn1;

namespace MtlsAuth.Certificates;

/// <summary>Walks the entries of GeneralNames (RFC 5280 §4.2.1.6) and refuses what other readers would guess at.</summary>
internal ref struct SubjectAlternativeNameReader
{
    private DerReader _entries;
    private bool _failed;

    public SubjectAlternativeNameReader(ReadOnlySpan<byte> extensionValue)
    {
        DerReader outer = new(extensionValue);
        _failed = !outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents) || !outer.IsEmpty || contents.IsEmpty;
        _entries = new DerReader(contents);
    }

    /// <summary>Whether every entry is well-formed and there is at least one.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> extensionValue)
    {
        SubjectAlternativeNameReader reader = new(extensionValue);
        while (reader.TryReadNext(out _, out _))
        {
        }

        return !reader._failed;
    }

    /// <summary>Reads the next entry; false at the end and at the first malformed one.</summary>
    public bool TryReadNext(out SubjectAlternativeNameKind kind, out ReadOnlySpan<byte> contents)
    {
        kind = default;
        contents = default;
        if (_failed || _entries.IsEmpty)
        {
            return false;
        }

        _failed = !_entries.TryReadAny(out Asn1Tag tag, out contents, out _) || !IsWellFormed(tag, contents);
        kind = (SubjectAlternativeNameKind)tag.TagValue;
        return !_failed;
    }

    private static bool IsWellFormed(Asn1Tag tag, ReadOnlySpan<byte> contents)
    {
        if (tag.TagClass != TagClass.ContextSpecific)
        {
            return false;
        }

        return (SubjectAlternativeNameKind)tag.TagValue switch
        {
            SubjectAlternativeNameKind.OtherName
                or SubjectAlternativeNameKind.X400Address
                or SubjectAlternativeNameKind.DirectoryName
                or SubjectAlternativeNameKind.EdiPartyName => tag.IsConstructed && !contents.IsEmpty,
            SubjectAlternativeNameKind.Email or SubjectAlternativeNameKind.Dns or SubjectAlternativeNameKind.Uri =>
                !tag.IsConstructed && IsPrintableAscii(contents),
            SubjectAlternativeNameKind.IPAddress => !tag.IsConstructed && contents.Length is 4 or 16,
            SubjectAlternativeNameKind.RegisteredId => !tag.IsConstructed && !contents.IsEmpty,
            _ => false,
        };
    }

    // RFC 8705 §7.5 warns of embedded NUL octets; no host name, address or URI has any control character.
    private static bool IsPrintableAscii(ReadOnlySpan<byte> contents) =>
        !contents.IsEmpty && !contents.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
}
