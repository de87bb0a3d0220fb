namespace MtlsAuth;

/// <summary>Whether a request may use its refresh token or authorization code, as far as certificates say.</summary>
/// <remarks>The names and values are a stable contract.</remarks>
public enum RefreshTokenBindingOutcome
{
    /// <summary>Refused: it is bound to a certificate, and none was presented.</summary>
    NoCertificate = 0,

    /// <summary>Refused: it is bound to another certificate.</summary>
    OtherCertificate = 1,

    /// <summary>Accepted: it is bound to the presented certificate.</summary>
    SameCertificate = 2,

    /// <summary>
    /// Accepted: another certificate over the same public key, which the policy allows. What is issued now is bound to the new one.
    /// </summary>
    RenewedCertificate = 3,

    /// <summary>
    /// Accepted: it is bound to the client and to no certificate (RFC 8705 §7.1). That the client is authenticated is checked elsewhere;
    /// the refresh tokens of clients that cannot be have to be rotated (RFC 9700 §4.14.2).
    /// </summary>
    ClientOnly = 4,
}
