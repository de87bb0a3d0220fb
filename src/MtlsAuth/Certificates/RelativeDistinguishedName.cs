namespace MtlsAuth.Certificates;

/// <summary>One RDN: a set of at least one attribute, each of another type.</summary>
internal readonly struct RelativeDistinguishedName
{
    private readonly AttributeTypeAndValue[] _attributes;

    private RelativeDistinguishedName(AttributeTypeAndValue[] attributes)
    {
        _attributes = attributes;
    }

    public ReadOnlySpan<AttributeTypeAndValue> Attributes => _attributes;

    /// <summary>Takes over the array. False if two attributes have the same type.</summary>
    public static bool TryCreate(AttributeTypeAndValue[] attributes, out RelativeDistinguishedName name)
    {
        // Sorted by type, two equal sets are equal position by position, and two attributes of one type stand side by side.
        if (attributes.Length > 1)
        {
            Array.Sort(attributes, static (left, right) => string.CompareOrdinal(left.Type.Oid, right.Type.Oid));
        }

        name = new RelativeDistinguishedName(attributes);
        for (int i = 1; i < attributes.Length; i++)
        {
            if (attributes[i].Type.Oid == attributes[i - 1].Type.Oid)
            {
                return false;
            }
        }

        return true;
    }

    public bool Matches(RelativeDistinguishedName other)
    {
        if (_attributes.Length != other._attributes.Length)
        {
            return false;
        }

        for (int i = 0; i < _attributes.Length; i++)
        {
            if (!_attributes[i].Matches(other._attributes[i]))
            {
                return false;
            }
        }

        return true;
    }

    public void AddTo(ref HashCode hash)
    {
        hash.Add(_attributes.Length);
        foreach (AttributeTypeAndValue attribute in _attributes)
        {
            attribute.AddTo(ref hash);
        }
    }
}
