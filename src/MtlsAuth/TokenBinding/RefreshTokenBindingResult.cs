namespace MtlsAuth;

/// <summary>Whether a request may use its refresh token or authorization code. The default value refuses it.</summary>
public readonly struct RefreshTokenBindingResult
{
    // One text for both causes: whoever holds a stolen refresh token does not learn what is missing.
    private static readonly OAuthError InvalidGrant = new("invalid_grant", "The grant is not valid for this client", 400);

    internal RefreshTokenBindingResult(RefreshTokenBindingOutcome outcome) => Outcome = outcome;

    /// <summary>What the binding and the certificate say of each other: for logs.</summary>
    public RefreshTokenBindingOutcome Outcome { get; }

    /// <summary>What the client is told (RFC 6749 §5.2), or null if the request is accepted.</summary>
    public OAuthError? Error => Outcome
        is RefreshTokenBindingOutcome.SameCertificate
        or RefreshTokenBindingOutcome.RenewedCertificate
        or RefreshTokenBindingOutcome.ClientOnly ? null : InvalidGrant;
}
