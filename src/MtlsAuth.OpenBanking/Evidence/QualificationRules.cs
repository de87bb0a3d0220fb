using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Findings;
using MtlsAuth.OpenBanking.Statements;

namespace MtlsAuth.OpenBanking.Evidence;

/// <summary>Whether the statements are those of a qualified certificate for the web under EU law (EN 319 412-5).</summary>
internal static class QualificationRules
{
    public static void Check(QualifiedStatements statements, ClientCertificate certificate, ref FindingCollection findings)
    {
        if (!statements.ClaimsQualified)
        {
            findings.Add(CertificateDeviation.QcComplianceAbsent, "QcCompliance is missing");
        }

        if (statements.Has(StatementKind.Legislation))
        {
            findings.Add(
                CertificateDeviation.QcLegislationNotEu,
                $"qualified under the law of {Excerpt.Of(string.Join(", ", statements.Legislation ?? []))}");
        }

        if (statements.TypeCount == 0)
        {
            findings.Add(CertificateDeviation.QcTypeAbsent, "QcType is missing, so that the certificate counts as one for signatures");
        }
        else if (!statements.Types.HasFlag(QualifiedCertificateTypes.WebAuthentication))
        {
            findings.Add(CertificateDeviation.QcTypeNotWeb, $"QcType is {statements.Types}, which is not for TLS");
        }
        else if (statements.TypeCount > 1)
        {
            findings.Add(CertificateDeviation.QcTypeSeveral, $"QcType has {statements.TypeCount} types");
        }

        if (statements.Types.HasFlag(QualifiedCertificateTypes.WebAuthentication) && certificate.ExtendedKeyUsages.Count == 0)
        {
            findings.Add(CertificateDeviation.EkuAbsent, "there is no extended key usage, so that the certificate is for any");
        }
    }
}
