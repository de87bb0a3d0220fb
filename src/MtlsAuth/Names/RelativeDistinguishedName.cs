using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>One RDN: a set of attributes (RFC 5280 §4.1.2.4), nearly always of one.</summary>
/// <remarks>
/// X.501 wants each attribute to have another type; RFC 5280 says SET OF, and Go's tools put all organizational units into one RDN.
/// So it is a multiset of types with values, and equals only one that has the same of them, each as often. Immutable and thread-safe.
/// </remarks>
internal readonly struct RelativeDistinguishedName
{
    private readonly AttributeTypeAndValue[]? _attributes;

    /// <summary>Takes over the array.</summary>
    public RelativeDistinguishedName(AttributeTypeAndValue[] attributes)
    {
        // Sorted, two equal sets are equal position by position.
        if (attributes.Length > 1)
        {
            Array.Sort(attributes, static (left, right) => AttributeTypeAndValue.CompareOrder(left, right));
        }

        _attributes = attributes;
    }

    /// <summary>The attributes, at least one; their order says nothing. Empty for the default value.</summary>
    public IReadOnlyList<AttributeTypeAndValue> Attributes => _attributes ?? [];

    public ReadOnlySpan<AttributeTypeAndValue> Span => _attributes;

    /// <summary>The RDN as an RFC 4514 string, on one line.</summary>
    public override string ToString() => DistinguishedNameWriter.Write([this]);

    public bool Matches(RelativeDistinguishedName other)
    {
        ReadOnlySpan<AttributeTypeAndValue> attributes = Span;
        ReadOnlySpan<AttributeTypeAndValue> others = other.Span;
        if (attributes.Length != others.Length)
        {
            return false;
        }

        for (int i = 0; i < attributes.Length; i++)
        {
            if (!attributes[i].Matches(others[i]))
            {
                return false;
            }
        }

        return true;
    }

    public void AddTo(ref HashCode hash)
    {
        hash.Add(Span.Length);
        foreach (AttributeTypeAndValue attribute in Span)
        {
            attribute.AddTo(ref hash);
        }
    }
}
