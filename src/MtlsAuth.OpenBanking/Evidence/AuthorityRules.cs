using System.Text;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking.Evidence;

/// <summary>Whether the competent authority is named as TS 119 495 §5.2.3 says.</summary>
internal static class AuthorityRules
{
    private const string NotApplicable = "NA";

    private const PaymentServiceRoles PublicBodies = PaymentServiceRoles.CentralBank | PaymentServiceRoles.PublicAuthority;

    /// <summary>Whether the statement is a central bank's or public authority's, which no authority authorises.</summary>
    public static bool IsOfPublicBody(Psd2Statement? statement) => (statement?.Roles & PublicBodies) > 0;

    /// <param name="statement">The statement.</param>
    /// <param name="identifier">The subject's identifier, if an authority has given it.</param>
    /// <param name="findings">Where deviations are added.</param>
    public static void Check(Psd2Statement statement, OrganizationIdentifier? identifier, ref FindingCollection findings)
    {
        bool isPublicBody = IsOfPublicBody(statement);
        if (isPublicBody && statement.NcaId != NotApplicable)
        {
            findings.Add(CertificateDeviation.NcaIdNotNa, $"NCAId of a central bank or public authority is {Excerpt.Of(statement.NcaId)}");
        }

        if (isPublicBody && statement.NcaName != NotApplicable)
        {
            findings.Add(
                CertificateDeviation.NcaNameNotNa, $"NCAName of a central bank or public authority is {Excerpt.Of(statement.NcaName)}");
        }

        if (!isPublicBody && statement.Authority is null)
        {
            findings.Add(CertificateDeviation.NcaIdFormat, $"NCAId is {Excerpt.Of(statement.NcaId)}");
        }

        if (!IsLatin(statement.NcaName))
        {
            findings.Add(CertificateDeviation.NcaNameNotLatin, $"NCAName is {Excerpt.Of(statement.NcaName)}");
        }

        if (statement.Authority is { } authority)
        {
            Compare(authority, identifier, isPublicBody, ref findings);
        }
    }

    private static void Compare(
        CompetentAuthority authority, OrganizationIdentifier? identifier, bool isPublicBody, ref FindingCollection findings)
    {
        if (identifier is not null && identifier.Country != authority.Country)
        {
            findings.Add(
                CertificateDeviation.NcaCountryContradiction, $"NCAId is '{authority}', the organizationIdentifier '{identifier}'");
        }
        else if (!isPublicBody && identifier is not null && identifier.Authority != authority.Code)
        {
            findings.Add(CertificateDeviation.NcaIdUnlisted, $"NCAId is '{authority}', the organizationIdentifier '{identifier}'");
        }
        else if (!isPublicBody && !authority.IsListed)
        {
            string listed = CompetentAuthority.ListedCodeOf(authority.Country) is { } code ? $"'{code}'" : "nothing";
            findings.Add(CertificateDeviation.NcaIdUnlisted, $"NCAId is '{authority}'; listed for {authority.Country} is {listed}");
        }
    }

    // TS 119 495 GEN-5.2.3-1: the Latin alphabet, which is not ASCII: 'Banco de España' is legal. Letters of any other script are none.
    private static bool IsLatin(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) && !IsLatin(rune.Value))
            {
                return false;
            }
        }

        return true;
    }

    // Basic Latin to Latin Extended-B, and Latin Extended Additional.
    private static bool IsLatin(int codePoint) => codePoint is < 0x0250 or (>= 0x1E00 and < 0x1F00);
}
