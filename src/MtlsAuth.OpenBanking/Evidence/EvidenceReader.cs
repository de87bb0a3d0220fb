using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Findings;
using MtlsAuth.OpenBanking.Identifiers;

namespace MtlsAuth.OpenBanking.Evidence;

/// <summary>Puts together what the parts of a certificate say, and finds where they deviate or contradict each other.</summary>
internal static class EvidenceReader
{
    private const string OrganizationIdentifierType = "2.5.4.97";

    // Open Banking Limited registers firms that have no number of an authority as PSDGB-OB-Unknown…
    private const string OpenBankingLimited = "OB";

    /// <param name="certificate">The certificate.</param>
    /// <param name="isIssuerTrusted">Whether its roles may be gone by.</param>
    /// <param name="notTrusted">Why nobody vouches for it, if that is to be a finding.</param>
    public static OpenBankingEvidence Read(ClientCertificate certificate, bool isIssuerTrusted, string? notTrusted)
    {
        FindingCollection findings = default;
        if (notTrusted is not null)
        {
            findings.Add(CertificateDeviation.IssuerNotAnchor, notTrusted);
        }

        if (QualifiedStatements.TryRead(certificate, out QualifiedStatements? statements, out OpenBankingFinding? fault))
        {
            findings.AddAll(statements.Findings);
            QualificationRules.Check(statements, certificate, ref findings);
        }
        else
        {
            findings.AddAll([fault]);
        }

        if (!certificate.AllowsClientAuthentication)
        {
            findings.Add(CertificateDeviation.EkuNoClientAuth, "the extended key usage is without id-kp-clientAuth");
        }

        string? text = ReadSubject(certificate, statements, ref findings);
        OrganizationIdentifier? identifier = text is null ? null : ReadIdentifier(text, statements, ref findings);
        CompareWithExtension(certificate, identifier, ref findings);
        bool hasNumber = identifier is { IsPaymentServiceProvider: true } && !IsWithoutNumber(identifier);
        if (statements is { Psd2: { } psd2 })
        {
            AuthorityRules.Check(psd2, hasNumber ? identifier : null, ref findings);
        }

        return new OpenBankingEvidence(isIssuerTrusted, findings.Findings)
        {
            Statements = statements,
            OrganizationIdentifierText = text,
            OrganizationIdentifier = identifier,
            AuthorizationNumber = hasNumber ? identifier!.Reference : null,
            Authority = statements?.Psd2?.Authority
                ?? (hasNumber ? new CompetentAuthority(identifier!.Country, identifier.Authority!) : null),
        };
    }

    private static string? ReadSubject(ClientCertificate certificate, QualifiedStatements? statements, ref FindingCollection findings)
    {
        AttributeTypeAndValue? found = null;
        foreach (AttributeTypeAndValue attribute in certificate.Subject?.Attributes ?? [])
        {
            if (attribute.Oid != OrganizationIdentifierType)
            {
                continue;
            }

            if (found is not null)
            {
                findings.Add(CertificateDeviation.OrgidSeveral, "the subject has more than one organizationIdentifier");
                return null;
            }

            found = attribute;
        }

        if (found is null)
        {
            if (statements is { HasPsd2: true })
            {
                findings.Add(
                    CertificateDeviation.OrgidAbsent,
                    certificate.Subject is null ? "the subject cannot be read" : "the subject has no organizationIdentifier");
            }

            return null;
        }

        if (found.Text is null)
        {
            findings.Add(CertificateDeviation.OrgidFormat, "the organizationIdentifier is no character string");
        }

        return found.Text;
    }

    private static OrganizationIdentifier? ReadIdentifier(string text, QualifiedStatements? statements, ref FindingCollection findings)
    {
        if (!OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? identifier))
        {
            findings.Add(
                OrganizationIdentifierParser.IsUuid(text) ? CertificateDeviation.OrgidPrefix : CertificateDeviation.OrgidFormat,
                $"the organizationIdentifier is {Excerpt.Of(text)}");
            return null;
        }

        if (IsWithoutNumber(identifier))
        {
            findings.Add(
                CertificateDeviation.OrgidFormat, $"{Excerpt.Of(text)} has the number of Open Banking Limited, which is no authority");
        }
        else if (statements is { HasPsd2: true } && !identifier.IsPaymentServiceProvider)
        {
            // EN 319 412-1 LEG-5.1.4-05: a scheme of one country means something only where it is said who defines it.
            if (identifier.IsNationalScheme && statements.NameRegistrationAuthorities.Count == 0)
            {
                findings.Add(
                    CertificateDeviation.OrgidFormat,
                    $"the organizationIdentifier is {Excerpt.Of(text)}, and nameRegistrationAuthorities has no address of who defines it");
                return null;
            }

            if (!AuthorityRules.IsOfPublicBody(statements.Psd2))
            {
                findings.Add(
                    CertificateDeviation.OrgidNotPsd,
                    $"the organizationIdentifier is {Excerpt.Of(text)}, which is no authorization of a payment service provider");
            }
        }
        else if (statements is { HasPsd2: false } && identifier.IsPaymentServiceProvider)
        {
            findings.Add(
                CertificateDeviation.Psd2Absent, $"the organizationIdentifier is {Excerpt.Of(text)}, and there is no PSD2 statement");
        }

        return identifier;
    }

    private static void CompareWithExtension(
        ClientCertificate certificate, OrganizationIdentifier? identifier, ref FindingCollection findings)
    {
        if (!certificate.TryGetExtension(OrganizationIdentifierExtension.Identifier, out ReadOnlyMemory<byte> der, out _))
        {
            return;
        }

        if (OrganizationIdentifierExtension.Read(der.Span) is not { } extension)
        {
            findings.Add(CertificateDeviation.OrgidExtensionStructure, "2.23.140.3.1 does not decode");
            return;
        }

        if (extension.HasStrayState)
        {
            findings.Add(CertificateDeviation.OrgidExtensionState, $"2.23.140.3.1 says {Excerpt.Of(extension.ToString())}");
        }

        if (identifier is not null && !extension.Agrees(identifier))
        {
            findings.Add(
                CertificateDeviation.OrgidExtensionContradiction,
                $"2.23.140.3.1 says {Excerpt.Of(extension.ToString())}, the subject {Excerpt.Of(identifier.Text)}");
        }
    }

    private static bool IsWithoutNumber(OrganizationIdentifier identifier) =>
        identifier is { Country: "GB", Authority: OpenBankingLimited };
}
