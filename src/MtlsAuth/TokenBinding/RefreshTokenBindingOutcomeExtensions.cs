namespace MtlsAuth;

/// <summary>What a client is told of a <see cref="RefreshTokenBindingOutcome"/>.</summary>
public static class RefreshTokenBindingOutcomeExtensions
{
    // One text for both causes: whoever holds a stolen refresh token does not learn what is missing.
    private static readonly OAuthError InvalidGrant = new("invalid_grant", "The grant is not valid for this client", 400);

    /// <summary>The error response (RFC 6749 §5.2), or null if the request is accepted.</summary>
    public static OAuthError? ToOAuthError(this RefreshTokenBindingOutcome outcome) => outcome
        is RefreshTokenBindingOutcome.SameCertificate
        or RefreshTokenBindingOutcome.RenewedCertificate
        or RefreshTokenBindingOutcome.ClientOnly ? null : InvalidGrant;
}
