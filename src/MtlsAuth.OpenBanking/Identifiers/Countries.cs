namespace MtlsAuth.OpenBanking.Identifiers;

/// <summary>Country codes of ISO 3166-1 (two letters), and those that identifiers use beside them.</summary>
internal static class Countries
{
    private const string Iso =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH "
        + "CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM "
        + "GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB "
        + "LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR "
        + "NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX "
        + "SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    private static readonly bool[] Known = ReadKnown();

    /// <summary>Whether this is a country of ISO 3166-1, in capitals.</summary>
    public static bool IsIso(ReadOnlySpan<char> code) =>
        code is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] && Known[IndexOf(code[0], code[1])];

    /// <summary>
    /// Whether this may stand where a country does: one of ISO 3166-1, the European Union, the euro area, the United Nations.
    /// </summary>
    public static bool IsCountryOrUnion(ReadOnlySpan<char> code) => code is "EU" or "EZ" or "UN" || IsIso(code);

    private static bool[] ReadKnown()
    {
        bool[] known = new bool[26 * 26];
        foreach (string code in Iso.Split(' '))
        {
            known[IndexOf(code[0], code[1])] = true;
        }

        return known;
    }

    private static int IndexOf(char first, char second) => ((first - 'A') * 26) + (second - 'A');
}
