using System.Text;

namespace MtlsAuth.OpenBanking.Findings;

/// <summary>The table of deviations: codes, and what follows from them by default.</summary>
internal static class CertificateDeviations
{
    private static readonly string[] Codes = CreateCodes();

    public static IReadOnlyList<CertificateDeviation> All { get; } = Enum.GetValues<CertificateDeviation>();

    /// <summary>The code in logs and metrics.</summary>
    public static string CodeOf(CertificateDeviation deviation) => Codes[(int)deviation];

    /// <summary>
    /// Contradictory, ambiguous or not decodable is refused; off-profile but unambiguous is reported; what is unknown grants nothing.
    /// </summary>
    public static CertificateCheck DefaultOf(CertificateDeviation deviation) => deviation switch
    {
        CertificateDeviation.QcStatementsCritical
            or CertificateDeviation.Psd2Absent
            or CertificateDeviation.Psd2StringType
            or CertificateDeviation.RolesMerged
            or CertificateDeviation.RoleDuplicate
            or CertificateDeviation.RoleUnknown
            or CertificateDeviation.RoleNameUnregistered
            or CertificateDeviation.NcaIdFormat
            or CertificateDeviation.NcaIdUnlisted
            or CertificateDeviation.NcaIdNotNa
            or CertificateDeviation.NcaNameNotNa
            or CertificateDeviation.NcaNameNotLatin
            or CertificateDeviation.OrgidFormat
            or CertificateDeviation.OrgidNotPsd
            or CertificateDeviation.OrgidExtensionState
            or CertificateDeviation.EkuAbsent
            or CertificateDeviation.QcComplianceInformation => CertificateCheck.Report,
        _ => CertificateCheck.Enforce,
    };

    /// <summary>Whether the deviation matters only where a qualified certificate is demanded.</summary>
    public static bool IsOfQualification(CertificateDeviation deviation) => deviation
        is CertificateDeviation.QcStatementsAbsent
        or CertificateDeviation.QcComplianceAbsent
        or CertificateDeviation.QcLegislationNotEu
        or CertificateDeviation.QcTypeAbsent
        or CertificateDeviation.QcTypeSeveral;

    private static string[] CreateCodes()
    {
        string[] codes = new string[(int)Enum.GetValues<CertificateDeviation>().Max() + 1];
        foreach (CertificateDeviation deviation in Enum.GetValues<CertificateDeviation>())
        {
            codes[(int)deviation] = ToWords(deviation.ToString());
        }

        return codes;
    }

    private static string ToWords(string name)
    {
        StringBuilder words = new();
        foreach (char character in name)
        {
            if (char.IsAsciiLetterUpper(character) && words.Length > 0)
            {
                words.Append('-');
            }

            words.Append(char.ToLowerInvariant(character));
        }

        return words.ToString();
    }
}
