using System.Formats.Asn1;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>One attribute of an RDN: its type, and its value as a string or, where it is not one, as DER.</summary>
internal sealed class AttributeTypeAndValue
{
    private readonly byte[]? _encoding;

    // Made when a comparison first needs it. Two threads may both make it; both make the same.
    private string? _comparisonKey;

    /// <summary>A string value; <paramref name="encoding"/> is the DER it was read from, where that is worth keeping.</summary>
    public AttributeTypeAndValue(AttributeType type, string text, byte[]? encoding = null)
    {
        Type = type;
        Text = text;
        _encoding = encoding;
    }

    /// <summary>A value that is not a string.</summary>
    public AttributeTypeAndValue(AttributeType type, byte[] encoding)
    {
        Type = type;
        _encoding = encoding;
    }

    public AttributeType Type { get; }

    /// <summary>The value of a string type; null for a value of any other type.</summary>
    public string? Text { get; }

    private string ComparisonKey => _comparisonKey ??= StringPreparation.Prepare(Text!, Type.IsIa5);

    public bool Matches(AttributeTypeAndValue other)
    {
        if (Type.Oid != other.Type.Oid)
        {
            return false;
        }

        if (Text is null || other.Text is null)
        {
            return Text is null && other.Text is null && _encoding.AsSpan().SequenceEqual(other._encoding);
        }

        return Text == other.Text || ComparisonKey == other.ComparisonKey;
    }

    public void AddTo(ref HashCode hash)
    {
        hash.Add(Type.Oid);
        if (Text is null)
        {
            hash.AddBytes(_encoding);
        }
        else
        {
            hash.Add(ComparisonKey);
        }
    }

    /// <summary>The DER of the value as it was read, or for a string that came as text, of the type it would usually have.</summary>
    public byte[] GetEncoding()
    {
        if (_encoding is not null)
        {
            return _encoding;
        }

        bool isIa5 = Type.IsIa5 && Ascii.IsValid(Text);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(isIa5 ? UniversalTagNumber.IA5String : UniversalTagNumber.UTF8String, Text!);
        return writer.Encode();
    }
}
