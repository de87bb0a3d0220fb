namespace MtlsAuth.Names;

/// <summary>Reads the text of an attribute type: a short name or a dotted object identifier (RFC 4514 §3, RFC 4512 §1.4).</summary>
internal static class AttributeTypeParser
{
    private const int MaximumLength = 256;

    public static DistinguishedNameError Parse(ReadOnlySpan<char> text, out AttributeType? type)
    {
        type = null;

        // Addition (RFC 1779 §2.3): the prefix, which Java and .NET write in front of identifiers.
        bool hasPrefix = text.StartsWith("OID.", StringComparison.OrdinalIgnoreCase);
        if (hasPrefix || (!text.IsEmpty && char.IsAsciiDigit(text[0])))
        {
            ReadOnlySpan<char> identifier = hasPrefix ? text[4..] : text;
            if (!IsObjectIdentifier(identifier))
            {
                return DistinguishedNameError.InvalidAttributeType;
            }

            type = AttributeTypes.GetByOid(identifier.ToString());
            return DistinguishedNameError.None;
        }

        if (!IsShortName(text))
        {
            return DistinguishedNameError.InvalidAttributeType;
        }

        type = AttributeTypes.FindByName(text.ToString());
        return type is null ? DistinguishedNameError.UnknownAttributeType : DistinguishedNameError.None;
    }

    private static bool IsShortName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaximumLength || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsObjectIdentifier(ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumLength)
        {
            return false;
        }

        int firstDot = text.IndexOf('.');
        if (firstDot != 1 || text[0] > '2' || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        int count = 0;
        for (ReadOnlySpan<char> rest = text[2..]; ; count++)
        {
            int length = rest.IndexOf('.');
            ReadOnlySpan<char> arc = length < 0 ? rest : rest[..length];

            // Below the arcs 0 and 1 there are only the arcs 0 to 39 (X.660); more would have no encoding of its own.
            if (!IsArc(arc) || (count == 0 && text[0] < '2' && (arc.Length > 2 || (arc.Length == 2 && arc[0] > '3'))))
            {
                return false;
            }

            if (length < 0)
            {
                return true;
            }

            rest = rest[(length + 1)..];
        }
    }

    // One spelling for each number: identifiers are compared as strings.
    private static bool IsArc(ReadOnlySpan<char> arc) =>
        !arc.IsEmpty && !arc.ContainsAnyExceptInRange('0', '9') && (arc.Length == 1 || arc[0] != '0');
}
