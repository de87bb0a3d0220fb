using System.Collections;
using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Names;

/// <summary>The alternative names of a certificate that can be read, each made when it is its turn.</summary>
/// <remarks>
/// A certificate of 64 KiB has room for 21,000 names. A server that holds the certificates of its connections must not hold an object
/// for each name. Immutable and thread-safe.
/// </remarks>
internal sealed class GeneralNameCollection : IReadOnlyCollection<GeneralName>
{
    private readonly ReadOnlyMemory<byte> _entries;

    /// <summary>Takes the value of an extension that <see cref="GeneralNameReader"/> has walked, or nothing.</summary>
    public GeneralNameCollection(ReadOnlyMemory<byte> extensionValue)
    {
        DerReader outer = new(extensionValue.Span);
        _entries = outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader entries) ? entries.Rest.Of(extensionValue) : default;
    }

    public int Count
    {
        get
        {
            int count = 0;
            DerReader entries = new(_entries.Span);
            while (!entries.TryEnd() && entries.TryReadAny(out Asn1Tag tag, out Slice contents, out _))
            {
                count += GeneralNameReader.IsReadable(tag, entries[contents]) ? 1 : 0;
            }

            return count;
        }
    }

    public IEnumerator<GeneralName> GetEnumerator()
    {
        ReadOnlyMemory<byte> rest = _entries;
        while (Take(ref rest) is { } name)
        {
            yield return name;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static GeneralName? Take(ref ReadOnlyMemory<byte> rest)
    {
        DerReader reader = new(rest.Span);
        while (!reader.TryEnd() && reader.TryReadAny(out Asn1Tag tag, out Slice contents, out _))
        {
            if (GeneralNameReader.IsReadable(tag, reader[contents]))
            {
                GeneralName name = new((GeneralNameType)tag.TagValue, contents.Of(rest));
                rest = reader.Rest.Of(rest);
                return name;
            }
        }

        return null;
    }
}
