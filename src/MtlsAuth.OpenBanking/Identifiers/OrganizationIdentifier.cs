using System.Diagnostics.CodeAnalysis;
using MtlsAuth.OpenBanking.Identifiers;

namespace MtlsAuth.OpenBanking;

/// <summary>An organizationIdentifier (2.5.4.97): which register knows the organisation, and under which number.</summary>
/// <remarks>
/// <para>
/// Three characters of scheme, two letters of country, a hyphen, a reference (EN 319 412-1 §5.1.4, TS 119 495 §5.2.1). Compared octet by
/// octet: no scheme says that two spellings mean one organisation.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class OrganizationIdentifier : IEquatable<OrganizationIdentifier>
{
    /// <summary>The longest identifier that is read, in UTF-16 code units.</summary>
    public const int MaximumLength = 256;

    internal OrganizationIdentifier(string text, string scheme, string country, string? state, string? authority, string reference)
    {
        Text = text;
        Scheme = scheme;
        Country = country;
        State = state;
        Authority = authority;
        Reference = reference;
    }

    /// <summary>All of it, such as <c>PSDDE-BAFIN-10012345</c>.</summary>
    public string Text { get; }

    /// <summary>
    /// The scheme: <c>PSD</c> (payment service providers), <c>VAT</c>, <c>NTR</c> (trade registers), <c>LEI</c> (ISO 17442), <c>OFB</c>
    /// (Open Finance Brasil), or two letters and a colon for a national scheme.
    /// </summary>
    public string Scheme { get; }

    /// <summary>
    /// The country: ISO 3166-1, or <c>EL</c>, <c>XI</c>, <c>XG</c>, <c>EU</c>, <c>EZ</c>, <c>UN</c> where a scheme has them.
    /// </summary>
    public string Country { get; }

    /// <summary>The state of a trade register, as the CA/Browser Forum writes it (<c>NTRUS+CA-…</c>); null if there is none.</summary>
    public string? State { get; }

    /// <summary>The competent authority of a payment service provider, such as <c>BAFIN</c>; null for other schemes.</summary>
    public string? Authority { get; }

    /// <summary>What the register calls the organisation; of a payment service provider, its authorisation number.</summary>
    public string Reference { get; }

    /// <summary>Whether a competent authority for payment services has given the number.</summary>
    public bool IsPaymentServiceProvider => Authority is not null;

    /// <summary>Whether the scheme is defined by a country: its meaning is known to those who know that country's rules.</summary>
    public bool IsNationalScheme => Scheme[^1] == ':';

    /// <summary>Reads an identifier.</summary>
    /// <param name="text">The text of the attribute, or what a client registered.</param>
    /// <param name="identifier">The identifier, or null.</param>
    /// <returns>Whether the text is of the form that its scheme has. Never throws for bad input.</returns>
    /// <example>
    /// <code>
    /// OrganizationIdentifier.TryParse("PSDFI-FINFSA-1234567-8", out OrganizationIdentifier? identifier);
    /// // identifier.Country: FI, identifier.Authority: FINFSA, identifier.Reference: 1234567-8
    /// </code>
    /// </example>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OrganizationIdentifier? identifier)
    {
        identifier = text is null ? null : OrganizationIdentifierParser.Parse(text);
        return identifier is not null;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] OrganizationIdentifier? other) => other is not null && other.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OrganizationIdentifier);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>All of it.</summary>
    public override string ToString() => Text;
}
