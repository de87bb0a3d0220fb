using System.Buffers;

namespace MtlsAuth.OpenBanking.Identifiers;

/// <summary>Takes organizationIdentifiers apart, each scheme by its own rule.</summary>
internal static class OrganizationIdentifierParser
{
    private const int SchemeLength = 3;
    private const int PrefixLength = SchemeLength + 2;

    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public static OrganizationIdentifier? Parse(string text)
    {
        if (text.Length is <= PrefixLength or > OrganizationIdentifier.MaximumLength || text.Any(char.IsControl))
        {
            return null;
        }

        string scheme = text[..SchemeLength];
        string country = text[SchemeLength..PrefixLength];
        string rest = text[PrefixLength..];
        return scheme switch
        {
            "PSD" => ParsePaymentServiceProvider(text, scheme, country, rest),
            "NTR" => ParseTradeRegister(text, scheme, country, rest),
            "VAT" when Countries.IsCountryOrUnion(country) || country is "EL" or "XI" => Create(text, scheme, country, rest, null),
            "LEI" when country == "XG" && IsLegalEntityIdentifier(rest) => Create(text, scheme, country, rest, null),
            "OFB" when country == "BR" && IsUuid(rest.AsSpan(1)) => Create(text, scheme, country, rest, null),
            [>= 'A' and <= 'Z', >= 'A' and <= 'Z', ':'] when Countries.IsCountryOrUnion(country) =>
                Create(text, scheme, country, rest, null),
            _ => null,
        };
    }

    /// <summary>Whether the text is a UUID in lower or upper case, with hyphens: an identifier of Brazil without its prefix.</summary>
    /// <remarks>The platform's own reader passes over spaces around it.</remarks>
    public static bool IsUuid(ReadOnlySpan<char> text) => text.Length == 36 && Guid.TryParseExact(text, "D", out _);

    private static OrganizationIdentifier? Create(string text, string scheme, string country, string rest, string? state) =>
        rest is ['-', _, ..] ? new OrganizationIdentifier(text, scheme, country, state, null, rest[1..]) : null;

    // The number may hold hyphens, dots and spaces: only the first two hyphens divide.
    private static OrganizationIdentifier? ParsePaymentServiceProvider(string text, string scheme, string country, string rest)
    {
        int hyphen = rest.IndexOf('-', 1);
        return rest[0] == '-'
            && hyphen > 0
            && hyphen < rest.Length - 1
            && Countries.IsCountryOrUnion(country)
            && CompetentAuthority.IsCode(rest.AsSpan(1..hyphen))
            ? new OrganizationIdentifier(text, scheme, country, null, rest[1..hyphen], rest[(hyphen + 1)..])
            : null;
    }

    private static OrganizationIdentifier? ParseTradeRegister(string text, string scheme, string country, string rest)
    {
        if (!Countries.IsCountryOrUnion(country))
        {
            return null;
        }

        if (rest[0] != '+')
        {
            return Create(text, scheme, country, rest, null);
        }

        // ISO 3166-2: up to three capitals or digits.
        int hyphen = rest.IndexOf('-', StringComparison.Ordinal);
        return hyphen is > 1 and <= 4 && !rest.AsSpan(1..hyphen).ContainsAnyExcept(CapitalsAndDigits)
            ? Create(text, scheme, country, rest[hyphen..], rest[1..hyphen])
            : null;
    }

    private static bool IsLegalEntityIdentifier(string rest) =>
        rest.Length == 21 && rest[0] == '-' && !rest.AsSpan(1).ContainsAnyExcept(CapitalsAndDigits);
}
