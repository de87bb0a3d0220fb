using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class QualifiedCertificateTarget() : FuzzTarget("qualified-certificate", InputShape.Der)
{
    public override byte[]? Wrap(byte[] der) => der;

    public override void Execute(byte[] input)
    {
        if (!ClientCertificate.TryParseDer(input, out ClientCertificate? certificate, out _))
        {
            return;
        }

        bool isRead = QualifiedStatements.TryRead(certificate, out QualifiedStatements? statements, out OpenBankingFinding? fault);
        Claim(isRead == (statements is not null) && isRead == (fault is null), "what is not read has a reason");
        if (statements is not null)
        {
            // What is read on first use only.
            _ = $"{statements.Limit}{statements.RetentionYears}{statements.SemanticsIdentifier}{statements.All.Count}"
                + $"{statements.Legislation?.Count}{statements.DeviceLegislation?.Count}{statements.DisclosureStatements.Count}"
                + $"{statements.IdentificationMethods.Count}{statements.NameRegistrationAuthorities.Count}";
        }

        OpenBankingEvidence claimed = OpenBankingEvidence.Read(certificate);
        OpenBankingEvidence trusted = OpenBankingEvidence.Read(certificate, isIssuerTrusted: true);
        Claim(claimed.Roles == PaymentServiceRoles.None && !claimed.IsQualifiedWebCertificate, "claims give no role");
        Claim(
            trusted.Roles == (statements?.Psd2?.Roles ?? PaymentServiceRoles.None),
            "a trusted certificate gives the roles that are read");
        Claim(
            trusted.Roles == PaymentServiceRoles.None || trusted.Findings.All(static finding => finding.Deviation
                is not (CertificateDeviation.NotDer or CertificateDeviation.Psd2Structure)),
            "what does not decode gives no role");
        Claim(
            trusted.OrganizationIdentifier is not { } identifier
                || (OrganizationIdentifier.TryParse(identifier.Text, out OrganizationIdentifier? again) && again.Equals(identifier)),
            "an identifier is read again as the same identifier");
        Claim(trusted.Findings.All(static finding => finding.Detail.Length < 1024), "a fact is of bounded length");
    }
}
