using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking;

/// <summary>What a server demands of the certificates of payment service providers.</summary>
/// <remarks>Settings: a requirement copies them when it is created, and later changes have no effect on it.</remarks>
/// <example>
/// <code>
/// OpenBankingPolicy policy = new() { RequiredRoles = PaymentServiceRoles.AccountInformation };
/// policy.Checks[CertificateDeviation.QcTypeSeveral] = CertificateCheck.Report;
/// </code>
/// </example>
public sealed class OpenBankingPolicy
{
    /// <summary>
    /// Whether each client has to have a qualified website authentication certificate of the EU (QWAC). True by default. Where it is
    /// false, a client's registration may still demand it (<see cref="OpenBankingMetadata.RequireQualifiedCertificate"/>).
    /// </summary>
    /// <remarks>
    /// A client of a method that compares keys and validates no chain is then refused, whatever its certificate says of itself: see
    /// <see cref="CertificateDeviation.IssuerNotAnchor"/>. The anchors of <c>tls_client_auth</c> have to be issuers that a trusted list has
    /// as CA/QC, granted, for the web; no statement in a certificate can replace that.
    /// </remarks>
    public bool RequireQualifiedCertificate { get; set; } = true;

    /// <summary>The roles that each client has to have, all of them. None by default.</summary>
    public PaymentServiceRoles RequiredRoles { get; set; }

    /// <summary>
    /// Whether each client has to be registered with an organizationIdentifier (<see cref="OpenBankingMetadata.OrganizationIdentifier"/>),
    /// which the certificate then has to have. False by default; where a client is registered with one, it counts in any case.
    /// </summary>
    public bool RequireRegisteredIdentifier { get; set; }

    /// <summary>
    /// What follows from each deviation, where it is not the default that <see cref="CertificateDeviation"/> has with it. One that is named
    /// here counts whether or not a qualified certificate is demanded. Empty by default.
    /// </summary>
    /// <remarks>
    /// To ignore a contradiction is to take one of two readings for the right one. What cannot be read grants nothing, and what nobody
    /// vouches for gives no roles, whatever stands here.
    /// </remarks>
    public IDictionary<CertificateDeviation, CertificateCheck> Checks { get; } = new Dictionary<CertificateDeviation, CertificateCheck>();

    /// <summary>What follows from a deviation.</summary>
    /// <param name="deviation">The deviation.</param>
    /// <param name="isQualificationDemanded">Whether a qualified certificate is demanded of the client.</param>
    public CertificateCheck CheckOf(CertificateDeviation deviation, bool isQualificationDemanded) =>
        Checks.TryGetValue(deviation, out CertificateCheck check) ? check
        : !isQualificationDemanded && CertificateDeviations.IsOfQualification(deviation) ? CertificateCheck.Ignore
        : CertificateDeviations.DefaultOf(deviation);

    /// <summary>The settings that are none of those that there are: none if a requirement takes the policy.</summary>
    public IReadOnlyList<SettingError> FindErrors()
    {
        const PaymentServiceRoles AllRoles = (PaymentServiceRoles)0xFF;
        List<SettingError> errors = [];
        if ((RequiredRoles & ~AllRoles) != 0)
        {
            errors.Add(new SettingError(nameof(RequiredRoles), RequiredRoles, $"of {AllRoles}"));
        }

        foreach ((CertificateDeviation deviation, CertificateCheck check) in Checks)
        {
            if (!Enum.IsDefined(deviation) || !Enum.IsDefined(check))
            {
                string checks = string.Join(", ", Enum.GetNames<CertificateCheck>());
                errors.Add(new SettingError($"{nameof(Checks)}:{deviation}", check, $"a deviation with one of {checks}"));
            }
        }

        return errors.AsReadOnly();
    }

    internal OpenBankingPolicy Copy()
    {
        OpenBankingPolicy copy = new()
        {
            RequireQualifiedCertificate = RequireQualifiedCertificate,
            RequiredRoles = RequiredRoles,
            RequireRegisteredIdentifier = RequireRegisteredIdentifier,
        };
        foreach ((CertificateDeviation deviation, CertificateCheck check) in Checks)
        {
            copy.Checks[deviation] = check;
        }

        return copy;
    }
}
