namespace MtlsAuth;

/// <summary>Why a client was not authenticated: for logs, metrics and tests, not for the client.</summary>
/// <remarks>The names and values are a stable contract.</remarks>
public enum ClientAuthenticationFailureReason
{
    /// <summary>The client was authenticated.</summary>
    None = 0,

    /// <summary>The request cannot be read as a request with parameters, or repeats one (RFC 6749 §3.2).</summary>
    MalformedRequest = 1,

    /// <summary>The request has no <c>client_id</c> (RFC 8705 §2).</summary>
    MissingClientId = 2,

    /// <summary>A client registered for mutual TLS also sent another credential (RFC 6749 §2.3).</summary>
    MultipleCredentials = 3,

    /// <summary>No client has this <c>client_id</c>.</summary>
    UnknownClient = 4,

    /// <summary>
    /// The client is registered for a method that is no mutual-TLS method. It proves nothing: whoever goes on with that method still has
    /// to demand its credential, and the certificate is none.
    /// </summary>
    NotAMutualTlsClient = 5,

    /// <summary>The client is registered for a mutual-TLS method that this server has not enabled.</summary>
    MethodNotEnabled = 6,

    /// <summary>There is no certificate.</summary>
    MissingCertificate = 7,

    /// <summary>There is a certificate, but it cannot be read; see <see cref="PresentedCertificate.Error"/>.</summary>
    CertificateRefused = 8,

    /// <summary>The certificate is not valid yet.</summary>
    CertificateNotYetValid = 9,

    /// <summary>The certificate has expired.</summary>
    CertificateExpired = 10,

    /// <summary>The RSA key is smaller than the policy demands.</summary>
    RsaKeyTooSmall = 11,

    /// <summary>The policy does not allow this kind of key.</summary>
    KeyKindNotAllowed = 12,

    /// <summary>
    /// The extended key usage does not allow client authentication (RFC 5280 §4.2.1.12), or, where the chain is validated, the key
    /// usage no signatures (§4.2.1.3).
    /// </summary>
    ClientAuthenticationNotAllowed = 13,

    /// <summary>The certificate is a certification authority's (RFC 5280 §4.2.1.9).</summary>
    CertificateAuthority = 14,

    /// <summary>The certificate's signature does not verify with its own key.</summary>
    NotSelfSigned = 15,

    /// <summary>The client has registered no key that can be used.</summary>
    NoUsableKey = 16,

    /// <summary>The certificate's public key is none of the client's registered keys (draft-ietf-oauth-mtls-03 §2.1).</summary>
    PublicKeyNotRegistered = 17,

    /// <summary>The store cannot be reached, or fails in another way. Says nothing about the client.</summary>
    ClientMetadataUnavailable = 18,

    /// <summary>The client's keys cannot be had at the moment. Says nothing about the certificate.</summary>
    ClientKeysUnavailable = 19,

    /// <summary>The certificate is none of those that the client registered in <c>x5c</c> (RFC 8705 §2.2).</summary>
    CertificateNotRegistered = 20,

    /// <summary>The client's registration does not have exactly one subject parameter that can be read (RFC 8705 §2.1.2).</summary>
    InvalidSubjectParameter = 21,

    /// <summary>The certificate's subject or alternative names are not the registered one.</summary>
    SubjectNotRegistered = 22,

    /// <summary>No chain leads from the certificate to a trusted authority, or one in it is not valid (RFC 5280 §6).</summary>
    ChainNotTrusted = 23,

    /// <summary>
    /// A certificate of the chain is signed with MD5, SHA-1 or an unknown algorithm, by an RSA key below 2,048 bits, or on an elliptic
    /// curve below 224.
    /// </summary>
    WeakSignature = 24,

    /// <summary>The certificate has a critical extension that is not understood (RFC 5280 §4.2).</summary>
    UnknownCriticalExtension = 25,

    /// <summary>A certificate of the chain is revoked.</summary>
    CertificateRevoked = 26,

    /// <summary>Revocation has to be checked, but nothing is known of it. Says nothing about the client.</summary>
    RevocationUnknown = 27,

    /// <summary>The chain's root is not the registered one (draft-ietf-oauth-mtls-03 §2.3).</summary>
    RootNotRegistered = 28,

    /// <summary>The proxy that is to validate chains does not say that this one is trusted.</summary>
    ChainNotVerifiedByProxy = 29,

    /// <summary>
    /// As many chains are being validated as the server allows at a time. Says nothing about the client; see
    /// <see cref="ChainValidatorOptions.MaximumConcurrentValidations"/>.
    /// </summary>
    ChainValidationBusy = 30,

    /// <summary>The trust anchors cannot be had at the moment. Says nothing about the client.</summary>
    TrustAnchorsUnavailable = 31,

    /// <summary>The client went away before its request had arrived or was decided on. Nobody reads the answer.</summary>
    RequestAborted = 32,

    /// <summary>
    /// What is behind the client's <c>jwks_uri</c> is no key set, or the server must not fetch it. Says nothing about the certificate.
    /// </summary>
    ClientKeysUnusable = 33,

    /// <summary>
    /// A further requirement of the server's is not met; see <see cref="ClientAuthenticationResult.FailureFinding"/> for which, and why.
    /// </summary>
    RequirementNotMet = 34,

    /// <summary>A further requirement of the server's cannot be checked at the moment. Says nothing about the client.</summary>
    RequirementUnavailable = 35,
}
