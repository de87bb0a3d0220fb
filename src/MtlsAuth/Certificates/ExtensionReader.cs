using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>Walks the entries of Extensions (RFC 5280 §4.1.2.9).</summary>
/// <param name="entries">What is inside the SEQUENCE.</param>
internal ref struct ExtensionReader(ReadOnlySpan<byte> entries)
{
    private DerReader _entries = new(entries);

    public readonly bool IsEmpty => _entries.IsEmpty;

    /// <summary>Finds the value of an entry.</summary>
    public static bool TryFind(
        ReadOnlyMemory<byte> entries, ReadOnlySpan<byte> identifier, out ReadOnlyMemory<byte> value, out bool isCritical)
    {
        ExtensionReader reader = new(entries.Span);
        while (reader.TryReadNext(out Extension extension))
        {
            if (extension.Identifier.SequenceEqual(identifier))
            {
                value = entries.Slice(extension.Value, within: entries.Span);
                isCritical = extension.IsCritical;
                return true;
            }
        }

        value = default;
        isCritical = false;
        return false;
    }

    /// <summary>The critical entries that are not understood, as dotted object identifiers.</summary>
    public static List<string> FindUnknownCritical(ReadOnlySpan<byte> entries)
    {
        List<string> unknown = [];
        ExtensionReader reader = new(entries);
        while (reader.TryReadNext(out Extension extension))
        {
            if (extension.IsCritical && !CriticalExtensions.IsUnderstood(extension.Identifier))
            {
                unknown.Add(ObjectIdentifiers.ToText(extension.Identifier));
            }
        }

        return unknown;
    }

    /// <summary>Reads the next entry; false at the end and for what is no extension.</summary>
    public bool TryReadNext(out Extension extension)
    {
        // Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
        extension = default;
        if (!_entries.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents))
        {
            return false;
        }

        DerReader fields = new(contents);
        return fields.TryReadObjectIdentifier(out extension.Identifier)
            && fields.TryReadDefaultFalse(out extension.IsCritical)
            && fields.TryRead(Asn1Tag.PrimitiveOctetString, out extension.Value)
            && fields.IsEmpty;
    }

    /// <summary>One entry. Its value is what its OCTET STRING holds.</summary>
    public ref struct Extension
    {
        public ReadOnlySpan<byte> Identifier;
        public ReadOnlySpan<byte> Value;
        public bool IsCritical;
    }
}
