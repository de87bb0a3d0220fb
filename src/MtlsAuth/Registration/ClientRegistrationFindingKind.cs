namespace MtlsAuth.Registration;

/// <summary>What was found in client metadata. The values are a stable contract, for logs and tests.</summary>
public enum ClientRegistrationFindingKind
{
    /// <summary>The text is not client metadata: no JSON object, a member of the wrong type, a member twice.</summary>
    MalformedMetadata,

    /// <summary><c>token_endpoint_auth_method</c> is none that the server supports. Absent, it means <c>client_secret_basic</c>.</summary>
    MethodNotSupported,

    /// <summary>A parameter of <c>tls_client_auth</c> stands beside another method (RFC 8705 §2.1.2).</summary>
    UnexpectedSubjectParameter,

    /// <summary><c>tls_client_auth</c> has none of its five subject parameters (RFC 8705 §2.1.2).</summary>
    MissingSubjectParameter,

    /// <summary><c>tls_client_auth</c> has more than one of its five subject parameters (RFC 8705 §2.1.2).</summary>
    SeveralSubjectParameters,

    /// <summary>A subject parameter is not in the form that RFC 8705 §2.1.2 gives it, so that no certificate could match.</summary>
    InvalidSubjectParameter,

    /// <summary>Both <c>jwks</c> and <c>jwks_uri</c> are there (RFC 7591 §2).</summary>
    JwksAndJwksUri,

    /// <summary>A method that compares keys or certificates has neither <c>jwks</c> nor <c>jwks_uri</c>.</summary>
    MissingKeys,

    /// <summary><c>jwks_uri</c> is not an absolute https URL without fragment and credentials.</summary>
    InvalidJwksUri,

    /// <summary>No key in <c>jwks</c> can authenticate the client by its method.</summary>
    NoUsableKey,

    /// <summary>A key is skipped: of an unknown type, malformed, or not for signing (RFC 7517 §5).</summary>
    SkippedKey,

    /// <summary>A key contradicts its own <c>x5c</c>, <c>x5t</c> or <c>x5t#S256</c> (RFC 7517 §4.7).</summary>
    ContradictoryKey,

    /// <summary>A key is of a kind or size that the server's certificate policy refuses.</summary>
    WeakKey,

    /// <summary>
    /// A key has no <c>x5c</c>, without which <c>self_signed_tls_client_auth</c> has nothing to compare (RFC 8705 §2.2.2).
    /// </summary>
    MissingX5c,

    /// <summary>The certificate in <c>x5c</c> has expired.</summary>
    ExpiredX5c,

    /// <summary>The certificate in <c>x5c</c> is not valid yet.</summary>
    NotYetValidX5c,

    /// <summary>A member that only the server decides on, or assigns: it is refused, or left out of what is to be stored.</summary>
    ServerMember,

    /// <summary>A name of draft-ietf-oauth-mtls-03 that is understood as its successor in RFC 8705.</summary>
    DraftName,

    /// <summary>The method compares keys, and the server takes them by value only, in <c>jwks</c>.</summary>
    JwksUriNotSupported,

    /// <summary>A certificate can carry the value of a subject parameter, but something else was probably meant.</summary>
    UnlikelySubjectParameter,

    /// <summary>
    /// A member of a key has no effect although the key is used: an <c>x5c</c> that cannot be read, or a thumbprint that is none.
    /// </summary>
    UnusableKeyMember,

    /// <summary>A key without numbers got those of its certificate (RFC 7518 §6 demands them).</summary>
    KeyTakenFromX5c,

    /// <summary>A member is not known, and its name is nearly that of one that is.</summary>
    MisspeltMember,

    /// <summary>Behind <c>jwks_uri</c> is no JWK Set, or the server must not fetch it.</summary>
    JwksUriUnusable,

    /// <summary>What is behind <c>jwks_uri</c> could not be fetched when it was looked at.</summary>
    JwksUriUnavailable,

    /// <summary>
    /// The id is none that a client is registered under (RFC 6749, appendix A.1), or not that of the client that is to be changed.
    /// </summary>
    InvalidClientId,

    /// <summary>The server's <see cref="SecurityProfile"/> does not allow it; the text begins with the profile's name.</summary>
    ProfileViolation,
}
