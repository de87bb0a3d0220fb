using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using MtlsAuth.OpenBanking.Identifiers;

namespace MtlsAuth.OpenBanking;

/// <summary>The authority that has authorised a payment service provider: a country and a code, such as <c>DE-BAFIN</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Country">The country in two letters (ISO 3166-1).</param>
/// <param name="Code">Two to eight capitals. Codes look like countries at times: <c>ES-BE</c> is the Bank of Spain.</param>
public sealed record CompetentAuthority(string Country, string Code)
{
    // The European Banking Authority's list of identification codes, version 4 (2 February 2023), and the United Kingdom's authority. A
    // dated snapshot: reason for a finding, and never for a refusal.
    private static readonly FrozenDictionary<string, string> Listed = new Dictionary<string, string>
    {
        ["AT"] = "FMA",
        ["BE"] = "NBB",
        ["BG"] = "BNB",
        ["CY"] = "CBC",
        ["CZ"] = "CNB",
        ["DE"] = "BAFIN",
        ["DK"] = "DFSA",
        ["EE"] = "FI",
        ["ES"] = "BE",
        ["FI"] = "FINFSA",
        ["FR"] = "ACPR",
        ["GB"] = "FCA",
        ["GR"] = "BOG",
        ["HR"] = "HNB",
        ["HU"] = "CBH",
        ["IE"] = "CBI",
        ["IS"] = "CBI",
        ["IT"] = "BI",
        ["LI"] = "FMA",
        ["LT"] = "BL",
        ["LU"] = "CSSF",
        ["LV"] = "BL",
        ["MT"] = "MFSA",
        ["NL"] = "DNB",
        ["NO"] = "FSA",
        ["PL"] = "PFSA",
        ["PT"] = "BP",
        ["RO"] = "NBR",
        ["SE"] = "FINA",
        ["SI"] = "BS",
        ["SK"] = "NBS",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Whether the European Banking Authority's list of 2023 has this code for the country, or it is the United Kingdom's.
    /// </summary>
    public bool IsListed => ListedCodeOf(Country) == Code;

    /// <summary>Country and code with a hyphen between them, as NCAId has them.</summary>
    public override string ToString() => $"{Country}-{Code}";

    /// <summary>Reads an NCAId (TS 119 495 §5.2.3): country, hyphen-minus, two to eight capitals. Nothing else is guessed at.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out CompetentAuthority? authority)
    {
        authority = text is [_, _, '-', ..] && Countries.IsIso(text.AsSpan(0, 2)) && IsCode(text.AsSpan(3))
            ? new CompetentAuthority(text[..2], text[3..])
            : null;
        return authority is not null;
    }

    internal static bool IsCode(ReadOnlySpan<char> code) => code.Length is >= 2 and <= 8 && !code.ContainsAnyExceptInRange('A', 'Z');

    internal static string? ListedCodeOf(string country) => Listed.GetValueOrDefault(country);
}
