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

    /// <summary>Whether the token passes.</summary>
    internal bool Allow(in ConfirmationResult result) => result.Outcome switch
    {
        ConfirmationOutcome.Matches => true,
        ConfirmationOutcome.NotBound => AllowUnboundTokens,
        ConfirmationOutcome.FurtherConfirmationRequired => result.OtherMembers.All(MembersCheckedElsewhere.Contains),
        ConfirmationOutcome.UnknownMethod => !RequireCertificate && result.OtherMembers.All(MembersCheckedElsewhere.Contains),
        _ => false,
    };
}
