using System.Globalization;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>Says in words what is wrong with the text of a name, and what was probably meant.</summary>
internal static class DistinguishedNameFaults
{
    private const string OpenSslForm =
        "Separate the RDNs with commas and write the last one first, as openssl x509 -nameopt RFC2253 does.";

    private const int MaximumLabelLength = 32;

    // What tools print in front of a name: openssl x509 and s_client, certtool, keytool, viewers, web pages.
    private static readonly string[] Labels =
        ["subject", "subject dn", "subjectdn", "subject name", "issuer", "issuer dn", "distinguished name", "dn", "owner", "s", "i"];

    public static NameFault EmptyName { get; } =
        new(DistinguishedNameError.EmptyName, 0, "The name has no value, and so names nobody.");

    /// <summary>Describes an error of the parser.</summary>
    /// <param name="text">The text that was parsed.</param>
    /// <param name="error">The parser's error.</param>
    /// <param name="position">The parser's position.</param>
    public static NameFault Describe(ReadOnlySpan<char> text, DistinguishedNameError error, int position)
    {
        if (error == DistinguishedNameError.TooLong)
        {
            return new(error, position, "The name is too long for any certificate.");
        }

        if (FindLabel(text) is > 0 and int end)
        {
            int label = text.Length - text.TrimStart().Length;
            bool isSlashSeparated = text[end..].TrimStart() is ['/', ..];
            return new(DistinguishedNameError.LabelInFront, label, isSlashSeparated
                ? $"Leave out the label in front of the name. Behind it is the form of old OpenSSL versions. {OpenSslForm}"
                : "A tool prints this label in front of the name. Leave it out. RFC 4514 has the last RDN of the encoding first, which "
                    + "openssl x509 -subject prints with -nameopt RFC2253.");
        }

        int checkedLength = error == DistinguishedNameError.InvalidAttributeType
            ? position + LengthOfType(text[position..])
            : Math.Min(position + 1, text.Length);
        return FindControlCharacter(text[..checkedLength]) ?? new(error, position, GetAdvice(text, error, position));
    }

    /// <summary>Finds a control character that is not escaped. RFC 4514 has it stand for itself; people copy lines.</summary>
    public static NameFault? FindControlCharacter(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
            {
                return new(DistinguishedNameError.ControlCharacter, i, text[i] is '\r' or '\n' or '\u2028' or '\u2029'
                    ? "This is a line break. Write the name on one line, with commas between the RDNs."
                    : "This is a control character. If the certificate has it, write a backslash and two hexadecimal digits.");
            }
        }

        return null;
    }

    private static string GetAdvice(ReadOnlySpan<char> text, DistinguishedNameError error, int position) => error switch
    {
        DistinguishedNameError.TooManyAttributes => "The name has too many attributes.",
        DistinguishedNameError.SlashSeparated => $"This is the form of old OpenSSL versions. {OpenSslForm}",
        DistinguishedNameError.MissingAttributeType when position < text.Length && text[position] == '=' =>
            "No attribute type stands in front of the equals sign.",
        DistinguishedNameError.MissingAttributeType =>
            "An attribute is missing here. Leave out the separator, or put a backslash in front of it.",
        DistinguishedNameError.MissingEqualsSign =>
            "An attribute is a type, an equals sign and a value, as in CN=client." + GetSeparatorAdvice(text, position),
        DistinguishedNameError.InvalidAttributeType =>
            GetTypeAdvice(text, position) + GetSeparatorAdvice(text, position),
        DistinguishedNameError.UnknownAttributeType =>
            "No attribute type is known by this name. Write its object identifier in its place." + GetSeparatorAdvice(text, position),
        DistinguishedNameError.UnescapedCharacter => "Quotation marks and angle brackets in a value need a backslash in front of them.",
        DistinguishedNameError.InvalidEscape when position == text.Length - 1 => "The backslash at the end has nothing to escape.",
        DistinguishedNameError.InvalidEscape =>
            "A backslash stands in front of a special character or two hexadecimal digits. Double it if it belongs to the value.",
        DistinguishedNameError.UnterminatedQuotation => "The quotation that begins here has no end.",
        DistinguishedNameError.UnexpectedCharacter => "Only a separator can follow a closing quotation mark.",
        DistinguishedNameError.InvalidHexadecimal =>
            "A number sign at the beginning means DER in hexadecimal digits. Put a backslash in front of it if it belongs to the value.",
        DistinguishedNameError.InvalidString => "The value is not valid Unicode.",
        DistinguishedNameError.TrailingData => "More follows the value in the hexadecimal DER.",
        _ => "The hexadecimal digits are not the DER of a value.",
    };

    private static string GetTypeAdvice(ReadOnlySpan<char> text, int position)
    {
        if (text[position] is '"' or '\'' or '<' or '(' or '[' or '{')
        {
            return "Leave out quotation marks and brackets around the name or around an attribute.";
        }

        // Byte order marks, marks of direction and spaces that do not break come with what is copied.
        int other = text.Slice(position, LengthOfType(text[position..])).IndexOfAnyExceptInRange(' ', '~');
        return other < 0
            ? "An attribute type is a short name such as CN, or an object identifier such as 2.5.4.3."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The character U+{(int)text[position + other]:X4} at offset {position + other} may be invisible. Leave it out.");
    }

    private static int LengthOfType(ReadOnlySpan<char> text) => text.IndexOfAny("=,;+") is var end && end < 0 ? text.Length : end;

    // Most often a comma in the value of an organization that nobody escaped.
    private static string GetSeparatorAdvice(ReadOnlySpan<char> text, int position)
    {
        int separator = text[..position].TrimEnd(' ').Length - 1;
        string? name = separator < 0 ? null : text[separator] switch
        {
            ',' => "comma",
            ';' => "semicolon",
            '+' => "plus sign",
            _ => null,
        };
        return name is null ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" If the {name} at offset {separator} belongs to the value in front of it, put a backslash in front of the {name}.");
    }

    /// <summary>Where the name begins behind a label, or 0 if there is none.</summary>
    private static int FindLabel(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('=', ':');
        if (end is < 0 or > MaximumLabelLength)
        {
            return 0;
        }

        // Only a colon shows that a label is meant by what is an attribute type as well. No attribute type has a colon.
        string label = text[..end].Trim().ToString();
        bool isType = AttributeTypes.FindByName(label) is not null;
        bool isLabel = Labels.Contains(label, StringComparer.OrdinalIgnoreCase)
            ? text[end] == ':' || !isType
            : text[end] == ':' && !isType && label.Length > 0 && text[end..].Contains('=');
        return isLabel ? end + 1 : 0;
    }
}
