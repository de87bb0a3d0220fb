using System.Formats.Asn1;
using System.Text;
using MtlsAuth.Names;

namespace MtlsAuth.Certificates;

/// <summary>One attribute of a distinguished name: its type, and its value as a string or, where it is not one, as DER.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class AttributeTypeAndValue
{
    // The string, or the DER of a value that is none: in one field, since names are read with each request.
    private readonly object _value;
    private readonly UniversalTagNumber _stringType;

    // Made when a comparison first needs it. Two threads may both make it; both make the same.
    private string? _comparisonKey;

    /// <summary>A string value that came as text, of the type that it would usually have in a certificate.</summary>
    internal AttributeTypeAndValue(AttributeType type, string text)
        : this(type, text, type.IsIa5 && Ascii.IsValid(text) ? UniversalTagNumber.IA5String : UniversalTagNumber.UTF8String)
    {
    }

    /// <summary>A string value of one of the types that <see cref="AttributeValueReader"/> reads.</summary>
    internal AttributeTypeAndValue(AttributeType type, string text, UniversalTagNumber stringType)
    {
        Type = type;
        _value = text;
        _stringType = stringType;
    }

    /// <summary>A value that is not a string.</summary>
    internal AttributeTypeAndValue(AttributeType type, byte[] encoding)
    {
        Type = type;
        _value = encoding;
    }

    /// <summary>The type as a dotted object identifier, such as <c>2.5.4.3</c>.</summary>
    public string Oid => Type.Oid;

    /// <summary>The value of a string type; null for a value of any other type.</summary>
    public string? Text => _value as string;

    /// <summary>
    /// The value in DER, tag and length included, as the certificate has it; for a name that was read from text, of the type that the
    /// value would usually have. A string is encoded anew at each call.
    /// </summary>
    public ReadOnlyMemory<byte> EncodedValue => GetEncoding();

    internal AttributeType Type { get; }

    // Empty for a string.
    private ReadOnlySpan<byte> Octets => _value as byte[];

    private string ComparisonKey => _comparisonKey ??= StringPreparation.Prepare(Text!, Type.IsIa5);

    /// <summary>The attribute as an RFC 4514 string, on one line.</summary>
    public override string ToString()
    {
        StringBuilder builder = new();
        DistinguishedNameWriter.Write(this, builder);
        return builder.ToString();
    }

    /// <summary>Puts attributes in an order in which equal ones stand side by side, and equal sets are equal one by one.</summary>
    internal static int CompareOrder(AttributeTypeAndValue left, AttributeTypeAndValue right)
    {
        int order = string.CompareOrdinal(left.Type.Oid, right.Type.Oid);
        if (order != 0)
        {
            return order;
        }

        if (left.Text is null || right.Text is null)
        {
            order = (left.Text is null).CompareTo(right.Text is null);
            return order != 0 ? order : left.Octets.SequenceCompareTo(right.Octets);
        }

        return string.CompareOrdinal(left.ComparisonKey, right.ComparisonKey);
    }

    internal bool Matches(AttributeTypeAndValue other)
    {
        if (Type.Oid != other.Type.Oid)
        {
            return false;
        }

        if (Text is null || other.Text is null)
        {
            return Text is null && other.Text is null && Octets.SequenceEqual(other.Octets);
        }

        return Text == other.Text || ComparisonKey == other.ComparisonKey;
    }

    internal void AddTo(ref HashCode hash)
    {
        hash.Add(Type.Oid);
        if (Text is null)
        {
            hash.AddBytes(Octets);
        }
        else
        {
            hash.Add(ComparisonKey);
        }
    }

    internal byte[] GetEncoding()
    {
        if (_value is byte[] value)
        {
            return value;
        }

        // Each string type is read in such a way that its octets can be told from the text.
        byte[] contents = _stringType switch
        {
            UniversalTagNumber.TeletexString => Encoding.Latin1.GetBytes(Text!),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetBytes(Text!),
            UniversalTagNumber.UniversalString => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetBytes(Text!),
            _ => Encoding.UTF8.GetBytes(Text!),
        };

        // The writer's own character strings would refuse what certificates put into PrintableString.
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(contents);
        byte[] encoding = writer.Encode();
        encoding[0] = (byte)_stringType;
        return encoding;
    }
}
