using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Evidence;
using MtlsAuth.OpenBanking.Statements;

namespace MtlsAuth.OpenBanking;

/// <summary>What a certificate says of a payment service provider, and what is wrong with it.</summary>
/// <remarks>
/// <para>
/// On the result of an authentication, <c>result.GetEvidence&lt;OpenBankingEvidence>()</c>, once <see cref="OpenBankingRequirement"/> is
/// among the server's requirements.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class OpenBankingEvidence
{
    internal OpenBankingEvidence(bool isIssuerTrusted, IReadOnlyList<OpenBankingFinding> findings)
    {
        IsIssuerTrusted = isIssuerTrusted;
        Findings = findings;
    }

    /// <summary>
    /// Whether a trusted authority vouches for the certificate. Otherwise all that it says is a claim, and <see cref="Roles"/> is empty.
    /// </summary>
    public bool IsIssuerTrusted { get; }

    /// <summary>The statements, or null if there are none that can be read; see <see cref="Findings"/>.</summary>
    public QualifiedStatements? Statements { get; internal init; }

    /// <summary>The text of the subject's organizationIdentifier; null if there is none, or more than one.</summary>
    public string? OrganizationIdentifierText { get; internal init; }

    /// <summary>The organizationIdentifier; null if there is none, more than one, or one without a known form.</summary>
    public OrganizationIdentifier? OrganizationIdentifier { get; internal init; }

    /// <summary>
    /// The authorization number: the reference of an identifier of the scheme PSD; null if the certificate has none, such as with VAT, NTR
    /// or LEI.
    /// </summary>
    public string? AuthorizationNumber { get; internal init; }

    /// <summary>
    /// The competent authority: that of NCAId, or, where it is not of its form, that of the organizationIdentifier; null if neither says.
    /// </summary>
    public CompetentAuthority? Authority { get; internal init; }

    /// <summary>The roles that may be gone by: those of the PSD2 statement if the issuer is trusted, and none otherwise.</summary>
    public PaymentServiceRoles Roles => IsIssuerTrusted ? Statements?.Psd2?.Roles ?? PaymentServiceRoles.None : PaymentServiceRoles.None;

    /// <summary>
    /// Whether this is a qualified website authentication certificate of the EU (QWAC): it says that it is qualified, for nothing but
    /// the web, under no other law, and the issuer is trusted. That the anchors are issuers of the trusted lists is for the operator to
    /// see to.
    /// </summary>
    public bool IsQualifiedWebCertificate => IsIssuerTrusted
        && Statements is { ClaimsQualified: true, TypeCount: 1, Types: QualifiedCertificateTypes.WebAuthentication }
        && !Statements.Has(StatementKind.Legislation);

    /// <summary>All deviations that were found, whatever follows from them.</summary>
    public IReadOnlyList<OpenBankingFinding> Findings { get; }

    /// <summary>Reads a certificate without judging it, for tools and for servers with rules of their own.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="isIssuerTrusted">Whether its chain has been validated to an authority that is trusted for this.</param>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public static OpenBankingEvidence Read(ClientCertificate certificate, bool isIssuerTrusted = false)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return EvidenceReader.Read(certificate, isIssuerTrusted, notTrusted: null);
    }
}
