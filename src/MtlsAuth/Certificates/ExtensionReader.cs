using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>Walks the entries of Extensions (RFC 5280 §4.1.2.9).</summary>
/// <param name="entries">What is inside the SEQUENCE.</param>
internal ref struct ExtensionReader(DerReader entries)
{
    private DerReader _entries = entries;

    public readonly ReadOnlySpan<byte> this[Slice slice] => _entries[slice];

    /// <summary>Finds the value of an entry.</summary>
    public static bool TryFind(
        ReadOnlyMemory<byte> entries, ReadOnlySpan<byte> identifier, out ReadOnlyMemory<byte> value, out bool isCritical)
    {
        ExtensionReader reader = new(new DerReader(entries.Span));
        while (reader.TryReadNext(out Extension extension))
        {
            if (reader[extension.Identifier].SequenceEqual(identifier))
            {
                value = extension.Value.Rest.Of(entries);
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
        ExtensionReader reader = new(new DerReader(entries));
        while (reader.TryReadNext(out Extension extension))
        {
            ReadOnlySpan<byte> identifier = reader[extension.Identifier];
            if (extension.IsCritical && !CriticalExtensions.IsUnderstood(identifier))
            {
                unknown.Add(ObjectIdentifiers.ToText(identifier));
            }
        }

        return unknown;
    }

    public readonly bool TryEnd() => _entries.TryEnd();

    /// <summary>Reads the next entry; false at the end and for what is no extension.</summary>
    public bool TryReadNext(out Extension extension)
    {
        // Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
        extension = default;
        return _entries.TryEnter(Asn1Tag.Sequence, out DerReader fields)
            && fields.TryReadObjectIdentifier(out extension.Identifier)
            && fields.TryReadDefaultFalse(out extension.IsCritical)
            && fields.TryEnterOnly(Asn1Tag.PrimitiveOctetString, out extension.Value);
    }

    /// <summary>One entry. Its value is what its OCTET STRING holds.</summary>
    public ref struct Extension
    {
        public Slice Identifier;
        public DerReader Value;
        public bool IsCritical;
    }
}
