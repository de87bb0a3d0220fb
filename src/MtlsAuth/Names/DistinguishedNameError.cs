using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>Says why a distinguished name could not be read, from text or from DER.</summary>
/// <remarks>The names stand in logs and in the answers of registration endpoints: they are a contract.</remarks>
internal enum DistinguishedNameError
{
    /// <summary>The name was read.</summary>
    None = 0,

    /// <summary>
    /// The text is longer than <see cref="DistinguishedName.MaximumTextLength"/>, or the DER longer than
    /// <see cref="DistinguishedName.MaximumDerLength"/>.
    /// </summary>
    TooLong,

    /// <summary>The name has more attributes than <see cref="DistinguishedName.MaximumAttributeCount"/>, over all its RDNs.</summary>
    TooManyAttributes,

    /// <summary>
    /// The text is the <c>/C=DE/CN=x</c> form of old OpenSSL tools. That form escapes nothing and is ambiguous, so it is refused.
    /// </summary>
    SlashSeparated,

    /// <summary>An attribute type is missing, before an equals sign or because of a leading, doubled or trailing separator.</summary>
    MissingAttributeType,

    /// <summary>An attribute type is neither a short name nor an object identifier, or a DER object identifier is malformed.</summary>
    InvalidAttributeType,

    /// <summary>The short name of an attribute type is not known; its object identifier in dotted form is always understood.</summary>
    UnknownAttributeType,

    /// <summary>An attribute type is not followed by <c>=</c>.</summary>
    MissingEqualsSign,

    /// <summary>A value holds a character that has to be escaped: <c>"</c>, <c>&lt;</c>, <c>&gt;</c> or NUL.</summary>
    UnescapedCharacter,

    /// <summary>A backslash is followed neither by a special character nor by two hexadecimal digits.</summary>
    InvalidEscape,

    /// <summary>A quoted value has no closing quotation mark.</summary>
    UnterminatedQuotation,

    /// <summary>Something other than spaces follows a closing quotation mark.</summary>
    UnexpectedCharacter,

    /// <summary>A value that begins with <c>#</c> is not a whole number of hexadecimal octets.</summary>
    InvalidHexadecimal,

    /// <summary>A string is not valid in its encoding: bad UTF-8, a lone surrogate, or an octet that the string type cannot hold.</summary>
    InvalidString,

    /// <summary>The octets are not the DER encoding of a Name (RFC 5280 §4.1.2.4) or, in a <c>#</c> value, of one value.</summary>
    MalformedDer,

    /// <summary>Octets follow the encoded Name or value.</summary>
    TrailingData,

    /// <summary>An RDN in the DER encoding has no attribute.</summary>
    EmptyRelativeDistinguishedName,

    /// <summary>The text begins with a label that a tool prints in front of a name, such as <c>subject=</c> or <c>Subject:</c>.</summary>
    /// <remarks>Only <see cref="DistinguishedNameFaults"/> says so, of a text that the parser refuses for another reason.</remarks>
    LabelInFront,

    /// <summary>The text has a line break or another control character that is not escaped.</summary>
    /// <remarks>Only <see cref="DistinguishedNameFaults"/> says so; RFC 4514 allows it, as part of a value.</remarks>
    ControlCharacter,

    /// <summary>The name has no attribute, or none with a value, and so names nobody.</summary>
    /// <remarks>Only <see cref="DistinguishedName.ParseRegistered"/> says so.</remarks>
    EmptyName,
}
