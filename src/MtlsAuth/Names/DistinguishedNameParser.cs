using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>
/// Reads the text of a distinguished name: RFC 4514 §3, and what the forms before it (RFC 1779, RFC 2253) and the tools that still
/// write them add. Each addition is named where it is read. None can turn text that RFC 4514 allows into another name.
/// </summary>
internal ref struct DistinguishedNameParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private DistinguishedNameParser(ReadOnlySpan<char> text)
    {
        _text = text;
    }

    private readonly bool IsAtEnd => _position == _text.Length;

    /// <summary>Reads the whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The RDNs, in the order of the text; empty in case of an error.</param>
    /// <param name="position">Where the error is, as an offset in the text.</param>
    /// <returns>The error, or none.</returns>
    public static DistinguishedNameError Parse(ReadOnlySpan<char> text, out RelativeDistinguishedName[] names, out int position)
    {
        names = [];
        position = 0;
        if (text.Length > DistinguishedName.MaximumTextLength)
        {
            position = DistinguishedName.MaximumTextLength;
            return DistinguishedNameError.TooLong;
        }

        if (text.IsEmpty)
        {
            return DistinguishedNameError.None;
        }

        // No attribute type begins with a slash, so this takes nothing away from RFC 4514.
        if (text.TrimStart(' ') is ['/', ..])
        {
            position = text.IndexOf('/');
            return DistinguishedNameError.SlashSeparated;
        }

        DistinguishedNameParser parser = new(text);
        DistinguishedNameError error = parser.ReadNames(out names);
        position = parser._position;
        return error;
    }

    // In case of an error, these leave the position where the error is.
    private DistinguishedNameError ReadNames(out RelativeDistinguishedName[] names)
    {
        names = [];
        List<RelativeDistinguishedName> read = [];
        List<AttributeTypeAndValue> attributes = [];
        int attributeCount = 0;

        while (true)
        {
            if (++attributeCount > DistinguishedName.MaximumAttributeCount)
            {
                return DistinguishedNameError.TooManyAttributes;
            }

            DistinguishedNameError error = ReadAttribute(out AttributeTypeAndValue? attribute);
            if (attribute is null)
            {
                return error;
            }

            attributes.Add(attribute);
            if (!IsAtEnd && _text[_position] == '+')
            {
                _position++;
                continue;
            }

            read.Add(new RelativeDistinguishedName([.. attributes]));
            attributes.Clear();
            if (IsAtEnd)
            {
                names = [.. read];
                return DistinguishedNameError.None;
            }

            // ReadAttribute stops at a separator or at the end. Addition (RFC 2253 §4): a semicolon separates like a comma.
            _position++;
        }
    }

    private DistinguishedNameError ReadAttribute(out AttributeTypeAndValue? attribute)
    {
        attribute = null;

        DistinguishedNameError error = ReadType(out AttributeType? type);
        if (type is null)
        {
            return error;
        }

        ReadOnlySpan<char> value = ReadValueText();
        error = AttributeValueParser.Parse(type, value, out attribute, out int offset);
        if (attribute is null)
        {
            _position -= value.Length - offset;
        }

        return error;
    }

    /// <summary>Reads an attribute type and the equals sign behind it.</summary>
    private DistinguishedNameError ReadType(out AttributeType? type)
    {
        type = null;

        // Addition (RFC 2253 §4, OpenSSL's oneline format): spaces before the type and around the equals sign.
        SkipSpaces();
        ReadOnlySpan<char> rest = _text[_position..];
        int length = rest.IndexOfAny("=,;+");
        ReadOnlySpan<char> name = (length < 0 ? rest : rest[..length]).TrimEnd(' ');
        if (name.IsEmpty)
        {
            return DistinguishedNameError.MissingAttributeType;
        }

        if (length < 0 || rest[length] != '=')
        {
            return DistinguishedNameError.MissingEqualsSign;
        }

        DistinguishedNameError error = AttributeTypeParser.Parse(name, out type);
        if (type is not null)
        {
            _position += length + 1;
        }

        return error;
    }

    /// <summary>Takes the text of a value, up to the separator that ends it. What stands between is not yet judged.</summary>
    private ReadOnlySpan<char> ReadValueText()
    {
        // Addition (RFC 2253 §4, OpenSSL, Java): spaces before the value. RFC 4514 has a leading space of the value escaped.
        SkipSpaces();
        int start = _position;
        bool isQuoted = !IsAtEnd && _text[_position] == '"';
        bool insideQuotation = false;
        while (!IsAtEnd)
        {
            char character = _text[_position];
            if (character == '\\')
            {
                // Whatever follows a backslash separates nothing.
                _position = Math.Min(_position + 2, _text.Length);
                continue;
            }

            if (character == '"')
            {
                insideQuotation = isQuoted && !insideQuotation;
            }
            else if (!insideQuotation && character is (',' or ';' or '+'))
            {
                break;
            }

            _position++;
        }

        return _text[start.._position];
    }

    private void SkipSpaces()
    {
        while (!IsAtEnd && _text[_position] == ' ')
        {
            _position++;
        }
    }
}
