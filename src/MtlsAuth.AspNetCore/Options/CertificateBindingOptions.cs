namespace MtlsAuth.AspNetCore;

/// <summary>
/// Which access tokens a resource server lets pass (RFC 8705 §3). By default only those that are bound to the presented certificate.
/// </summary>
public sealed class CertificateBindingOptions
{
    /// <summary>
    /// Whether a token without <c>cnf</c> passes, as a plain bearer token. False by default: every token has to be bound.
    /// </summary>
    public bool AllowUnboundTokens { get; set; }

    /// <summary>
    /// The members of <c>cnf</c> that the application checks by itself, such as <c>jkt</c> (RFC 9449 §6.1). None by default.
    /// </summary>
    /// <remarks>
    /// A token with a member that neither this library nor the application checks is refused, whether or not it is bound to a
    /// certificate as well. A token with named members only passes, since the application checks them.
    /// </remarks>
    public ISet<string> MembersCheckedElsewhere { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether a token has to be bound to a certificate, whatever else binds it.</summary>
    internal bool RequireCertificate { get; init; }

    /// <param name="outcome">What came of comparing the certificate.</param>
    /// <param name="otherMembers">The members of the <c>cnf</c> besides <c>x5t#S256</c>, of the outcomes that depend on them.</param>
    internal bool Allow(ConfirmationOutcome outcome, IReadOnlyList<string> otherMembers) => outcome switch
    {
        ConfirmationOutcome.Matches => true,
        ConfirmationOutcome.NotBound => AllowUnboundTokens,
        ConfirmationOutcome.FurtherConfirmationRequired => otherMembers.All(MembersCheckedElsewhere.Contains),
        ConfirmationOutcome.UnknownMethod => !RequireCertificate && otherMembers.All(MembersCheckedElsewhere.Contains),
        _ => false,
    };
}
