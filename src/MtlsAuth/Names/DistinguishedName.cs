using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Names;

namespace MtlsAuth.Certificates;

/// <summary>
/// A distinguished name, read from RFC 4514 text or from the DER of a certificate, and compared by its attributes, never as text.
/// </summary>
/// <remarks>
/// <para>
/// Two names are equal when they have the same RDNs in the same order (distinguishedNameMatch, RFC 4517 §4.2.15). Inside an RDN
/// the order does not count, but how often an attribute stands there does. String values compare without regard to case, to their
/// ASN.1 string type, and to leading, trailing and repeated spaces (RFC 5280 §7.1, RFC 4518); other values compare octet by octet.
/// A part of a name never equals the name.
/// </para>
/// <para>
/// In a process with InvariantGlobalization .NET does not normalise text: composed and decomposed spellings of a letter beyond ASCII
/// are then different. Case and spaces are ignored there as well.
/// </para>
/// <para>Instances are immutable and safe for use by many threads.</para>
/// </remarks>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    internal const int MaximumTextLength = 16 * 1024;
    internal const int MaximumDerLength = 16 * 1024;

    // Counted over all RDNs, so it bounds the RDNs too.
    internal const int MaximumAttributeCount = 64;

    // Three octets of UTF-8 for each code unit, and the encoding around each attribute, stay below the limit of DER.
    private const int MaximumRegisteredLength = 4 * 1024;

    // In the order of the string: the last RDN of the encoding first (RFC 4514 §2.1).
    private readonly RelativeDistinguishedName[] _names;

    private DistinguishedName(RelativeDistinguishedName[] names)
    {
        _names = names;
    }

    /// <summary>
    /// Whether the name has no RDN at all. It equals only another empty name; whoever authenticates by a name refuses the empty one.
    /// </summary>
    public bool IsEmpty => _names.Length == 0;

    /// <summary>All attributes in the order of the RFC 4514 string, most specific RDN first; a type can be there several times.</summary>
    public IEnumerable<AttributeTypeAndValue> Attributes => _names.SelectMany(name => name.Attributes);

    /// <summary>The RDNs in the order of the RFC 4514 string, most specific first: the reverse of the encoded order.</summary>
    internal IReadOnlyList<RelativeDistinguishedName> RelativeNames => _names;

    /// <summary>Reads a distinguished name from RFC 4514 text.</summary>
    /// <remarks>
    /// Also understood, so that a name copied from a tool means what it says there: spaces around separators, <c>=</c> and
    /// <c>+</c>; <c>;</c> between RDNs; quoted values with backslashes or doubled quotation marks; the <c>OID.</c> prefix; the
    /// short names that OpenSSL, Java and .NET print; an object identifier with a plain value. The order of RDNs is always that
    /// of RFC 4514, the most specific first. The empty string is the empty name.
    /// </remarks>
    /// <param name="text">The name, at most 16,384 UTF-16 code units and 64 attributes.</param>
    /// <param name="name">The name, or null where the text is refused.</param>
    /// <param name="fault">Why the text is refused, or null.</param>
    /// <returns>True if the text is a distinguished name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out DistinguishedName? name, [NotNullWhen(false)] out NameFault? fault)
    {
        // A missing name must not read as the empty name, which is what the conversion of null to a span would make of it.
        ArgumentNullException.ThrowIfNull(text);
        DistinguishedNameError error = DistinguishedNameParser.Parse(text, out RelativeDistinguishedName[] names, out int position);
        bool isName = error == DistinguishedNameError.None;
        name = isName ? new DistinguishedName(names) : null;
        fault = isName ? null : DistinguishedNameFaults.Describe(text, error, position);
        return isName;
    }

    /// <summary>Says on one line of bounded length, for people, how another name differs from this one.</summary>
    /// <param name="other">The name in a certificate; the text calls this one the registered one.</param>
    /// <returns>How near the names are and where they first differ, with both RDNs there; null if the names are equal.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public string? DescribeDifference(DistinguishedName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Equals(other) ? null : DistinguishedNameDifference.Describe(this, other);
    }

    /// <summary>Says whether another name has equal RDNs in the same order (RFC 4517 §4.2.15).</summary>
    /// <param name="other">The other name.</param>
    /// <returns>True if the names are equal.</returns>
    public bool Equals([NotNullWhen(true)] DistinguishedName? other) => other is not null && FindDifference(other) < 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (RelativeDistinguishedName name in _names)
        {
            name.AddTo(ref hash);
        }

        return hash.ToHashCode();
    }

    /// <summary>Writes the name as an RFC 4514 string that any conforming parser reads.</summary>
    /// <remarks>
    /// Types of the table in RFC 4514 §3 have their short names; all others are written as an object identifier with the value as
    /// hexadecimal DER. Control and format characters are escaped, so the string fits on one line of a log. The empty name is the
    /// empty string.
    /// </remarks>
    /// <returns>The string, most specific RDN first.</returns>
    public override string ToString() => DistinguishedNameWriter.Write(_names);

    /// <summary>Reads the encoded Name of a certificate (RFC 5280 §4.1.2.4), at most <see cref="MaximumDerLength"/> octets.</summary>
    /// <remarks>
    /// Values of the types UTF8String, PrintableString, TeletexString (read as Latin-1), UniversalString, BMPString, IA5String and
    /// NumericString are strings; a value of any other type is kept as its octets. A NUL is a character like any other and ends nothing.
    /// </remarks>
    internal static bool TryReadDer(
        ReadOnlySpan<byte> der, [NotNullWhen(true)] out DistinguishedName? name, out DistinguishedNameError error)
    {
        error = DistinguishedNameReader.Read(der, out RelativeDistinguishedName[] names);
        name = error == DistinguishedNameError.None ? new DistinguishedName(names) : null;
        return name is not null;
    }

    /// <summary>Reads the name that a client's certificate is expected to have, or says what is wrong with it.</summary>
    /// <remarks>
    /// Beyond what <see cref="TryParse"/> refuses, that is what no certificate can have, or identifies nobody: a name of empty values
    /// only, control characters that are not escaped, and more than 4,096 UTF-16 code units.
    /// </remarks>
    internal static DistinguishedName? ParseRegistered(string text, out NameFault? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumRegisteredLength)
        {
            fault = DistinguishedNameFaults.Describe(text, DistinguishedNameError.TooLong, MaximumRegisteredLength);
            return null;
        }

        if (!TryParse(text, out DistinguishedName? name, out fault))
        {
            return null;
        }

        fault = DistinguishedNameFaults.FindControlCharacter(text)
            ?? (name.Attributes.Any(HasValue) ? null : DistinguishedNameFaults.EmptyName);
        return fault is null ? name : null;

        static bool HasValue(AttributeTypeAndValue attribute) => attribute.Text is null || !string.IsNullOrWhiteSpace(attribute.Text);
    }

    internal DistinguishedNameComparison Compare(DistinguishedName other) => DistinguishedNameComparison.Of(this, other);

    /// <summary>The index of the first RDN that differs or that only one of the names has; -1 if the names are equal.</summary>
    internal int FindDifference(DistinguishedName other)
    {
        int length = Math.Min(_names.Length, other._names.Length);
        for (int i = 0; i < length; i++)
        {
            if (!_names[i].Matches(other._names[i]))
            {
                return i;
            }
        }

        return _names.Length == other._names.Length ? -1 : length;
    }
}
