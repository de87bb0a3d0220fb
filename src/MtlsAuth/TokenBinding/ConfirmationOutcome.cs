namespace MtlsAuth;

/// <summary>What a token's <c>cnf</c> and the certificate of the connection say of each other.</summary>
/// <remarks>
/// Only <see cref="Matches"/> lets a bound token pass without a further check. Where the token has to be bound, every other value is
/// answered with 401 and <c>invalid_token</c> (RFC 8705 §3). The names and values are a stable contract.
/// </remarks>
public enum ConfirmationOutcome
{
    /// <summary>
    /// The <c>cnf</c> cannot be read: no JSON object, empty, too long or too deep, a member twice, several <c>cnf</c> claims, or an
    /// <c>x5t#S256</c> that is not 43 characters of base64url.
    /// </summary>
    Malformed = 0,

    /// <summary>The token is bound to the presented certificate and to nothing else.</summary>
    Matches = 1,

    /// <summary>
    /// The token is bound to the presented certificate and has other members in its <c>cnf</c> as well, such as the <c>jkt</c> of DPoP
    /// (RFC 9449 §6.1). It may pass only if the caller has checked those, every one.
    /// </summary>
    FurtherConfirmationRequired = 2,

    /// <summary>The token is bound to another certificate.</summary>
    OtherCertificate = 3,

    /// <summary>The token is bound to a certificate, and none was presented.</summary>
    NoCertificate = 4,

    /// <summary>The token has no <c>cnf</c>: a bearer token. Whether it may pass is the resource server's policy.</summary>
    NotBound = 5,

    /// <summary>The token is bound, but not to a certificate. It is no bearer token; only whoever knows the method can decide.</summary>
    UnknownMethod = 6,
}
