using System.Formats.Asn1;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>
/// The one form in which Open Finance Brasil lets a subject be registered (Dynamic Client Registration 1.0, implementers draft 3,
/// 7.1.2): RFC 4514 §3 without any addition, nine types by their short names with readable values, and all types as dotted object
/// identifiers with the value in hexadecimal DER.
/// </summary>
/// <remarks>
/// Looks at the spelling of a text that <see cref="DistinguishedNameParser"/> has read, attribute by attribute, and reads no name itself.
/// Which order the RDNs are in cannot be seen from a text.
/// </remarks>
internal static class BrazilianNameForm
{
    private const string ObjectIdentifierPrefix = "OID.";

    // In UTF-16 code units. What people register is shorter; the advice goes into an error response.
    private const int MaximumShownLength = 128;

    private const string Spaces = "Leave out the space. One at the beginning or end of a value needs a backslash in front of it.";

    // The standard has PrintableString for these, and UTF8String for the others that take object identifiers. Both match the same text.
    private static readonly string[] PrintableTypes = ["2.5.4.5", "2.5.4.6", "1.3.6.1.4.1.311.60.2.1.3"];

    /// <summary>Finds the first thing that is not in the form, and says what was meant; null if there is none.</summary>
    /// <param name="text">A text that is a distinguished name.</param>
    public static NameFault? FindFault(string text)
    {
        int start = 0;
        while (true)
        {
            int end = FindSeparator(text, start);
            if (FindFaultOfAttribute(text[start..end]) is { } fault)
            {
                return new(start + fault.Position, fault.Advice);
            }

            if (end == text.Length)
            {
                return null;
            }

            if (text[end] == ';')
            {
                return new(end, "Separate the RDNs with commas.");
            }

            start = end + 1;
        }
    }

    // Quotation marks do not count: a value that begins with one is a fault before what separates inside it matters.
    private static int FindSeparator(string text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] is ',' or ';' or '+')
            {
                return i;
            }
        }

        return text.Length;
    }

    private static NameFault? FindFaultOfAttribute(string attribute)
    {
        int equals = attribute.IndexOf('=', StringComparison.Ordinal);
        string type = equals < 0 ? attribute : attribute[..equals];
        string value = attribute[(equals + 1)..];
        if (FindSpace(type, value) is >= 0 and int space)
        {
            return new(space, Spaces);
        }

        if (FindAdviceOnType(type, value, attribute) is { } advice)
        {
            return new(0, advice);
        }

        return value is ['"', ..]
            ? new(equals + 1, "Leave out the quotation marks, and put a backslash in front of each special character in the value.")
            : null;
    }

    private static int FindSpace(string type, string value)
    {
        if (type.StartsWith(' '))
        {
            return 0;
        }

        if (type.EndsWith(' '))
        {
            return type.TrimEnd(' ').Length;
        }

        if (value.StartsWith(' '))
        {
            return type.Length + 1;
        }

        // The first space behind an odd number of backslashes is escaped.
        int end = value.TrimEnd(' ').Length;
        int backslashes = end - value.AsSpan(0, end).TrimEnd('\\').Length;
        int firstBare = end + (backslashes % 2);
        return firstBare < value.Length ? type.Length + 1 + firstBare : -1;
    }

    private static string? FindAdviceOnType(string type, string value, string attribute)
    {
        bool isHexadecimal = value.StartsWith('#');
        if (type.StartsWith(ObjectIdentifierPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return isHexadecimal
                ? "Leave out OID. in front of the object identifier."
                : $"Leave out OID. in front of the object identifier, and write the value in hexadecimal: {Encode(attribute, false)}.";
        }

        if (type is [>= '0' and <= '9', ..])
        {
            return isHexadecimal ? null
                : IsHexadecimalWithoutSign(type, value) ? "Put a number sign in front of the hexadecimal digits."
                : $"Behind an object identifier stands a number sign and the value in hexadecimal. Write {Encode(attribute, false)}.";
        }

        if (AttributeTypes.FindByName(type) is not { } known)
        {
            return "Write the object identifier of the type, and the value in hexadecimal.";
        }

        if (known.ShortName is not { } shortName)
        {
            return $"This type has no short name in RFC 4514 section 3. Write {Encode(attribute, isHexadecimal)}.";
        }

        if (!type.Equals(shortName, StringComparison.OrdinalIgnoreCase))
        {
            return $"Write {shortName}, the short name of RFC 4514 section 3, in place of this one.";
        }

        // 7.1.2: a descriptor goes with the value in readable form.
        return isHexadecimal ? $"Write the value of {shortName} as text, or {known.Oid} in place of {shortName}." : null;
    }

    private static bool IsHexadecimalWithoutSign(string type, string value) =>
        DistinguishedName.TryParse($"{type}=#{value}", out DistinguishedName? name, out _) && name.Attributes.First().Text is not null;

    /// <summary>The attribute in the form that was meant, or how it is made if that would be long or is not certain.</summary>
    private static string Encode(string attribute, bool isHexadecimal)
    {
        if (!DistinguishedName.TryParse(attribute, out DistinguishedName? name, out _)
            || name.Attributes.First() is not { Text: { Length: <= MaximumShownLength } text } read)
        {
            return "the object identifier, an equals sign, a number sign and the DER of the value in hexadecimal";
        }

        AttributeTypeAndValue meant = isHexadecimal ? read
            : PrintableTypes.Contains(read.Oid) && text.All(IsPrintable) ? new(read.Type, text, UniversalTagNumber.PrintableString)
            : new(read.Type, text, UniversalTagNumber.UTF8String);
        return $"{read.Oid}=#{Convert.ToHexString(meant.EncodedValue.Span).ToLowerInvariant()}";
    }

    // X.680 §41.4.
    private static bool IsPrintable(char character) =>
        char.IsAsciiLetterOrDigit(character) || " '()+,-./:=?".Contains(character, StringComparison.Ordinal);
}
