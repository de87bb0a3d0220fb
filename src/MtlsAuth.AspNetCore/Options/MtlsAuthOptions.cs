using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore;

/// <summary>Settings of client authentication by certificate, usually bound to a section of the configuration.</summary>
public sealed class MtlsAuthOptions
{
    /// <summary>The longest body that may be configured, in octets: 1 MiB. Anybody may send one of that length.</summary>
    internal const int LargestMaximumFormLength = 1_048_576;

    /// <summary>
    /// The name of the <see cref="SecurityProfile"/> whose rules the server keeps, such as <c>FapiBrazil</c>; null, the default, for none.
    /// </summary>
    /// <remarks>
    /// Of each setting here and the profile the stricter counts. A method in <see cref="EnabledMethods"/> that the profile does not have
    /// stops the start, as does a registered <see cref="TokenBindingPolicy"/> that is softer than the profile.
    /// </remarks>
    public string? Profile { get; set; }

    /// <summary>
    /// The methods that the server enables, as <see cref="ClientAuthenticationMethods"/> spells them; null, the default, for those of
    /// <see cref="Profile"/>, and for <c>pub_key_tls_client_auth</c> where there is no profile.
    /// </summary>
    public IList<string>? EnabledMethods { get; set; }

    /// <summary>What is demanded of certificates beyond what the method compares.</summary>
    public CertificatePolicy CertificatePolicy { get; set; } = new();

    /// <summary>What <c>self_signed_tls_client_auth</c> compares where a client's metadata does not say. Certificates by default.</summary>
    public SelfSignedMatching SelfSignedMatching { get; set; }

    /// <summary>How chains of <c>tls_client_auth</c> clients are validated.</summary>
    public ChainValidatorOptions ChainValidation { get; set; } = new();

    /// <summary>
    /// The file or folder with the certification authorities for <c>tls_client_auth</c>, in PEM, DER or PKCS #7; null if each client has
    /// its own in <see cref="ClientTrustAnchors"/>, or the application registers an <see cref="ITrustAnchorSource"/>. Each certificate in
    /// it is trusted by itself, self-issued or not: with an issuing authority here, what its root has issued beside it is not trusted. A
    /// relative path starts at the application's content root.
    /// </summary>
    public string? TrustAnchors { get; set; }

    /// <summary>Files or folders with the authorities of single clients, by <c>client_id</c>, instead of those of all.</summary>
    /// <remarks>Relative paths start at the application's content root.</remarks>
    public IDictionary<string, string> ClientTrustAnchors { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The file or folder with intermediates that clients may not send, in PEM, DER or PKCS #7; null if there are none. They help to
    /// build chains but are not trusted by themselves. A relative path starts at the application's content root.
    /// </summary>
    public string? Intermediates { get; set; }

    /// <summary>Whether a registered subject in reverse order matches as well. False by default.</summary>
    public bool AllowReversedSubjectDn { get; set; }

    /// <summary>
    /// Whether a client whose registered mutual-TLS method is not enabled is told so by the method's name; otherwise it gets the answer of
    /// an unknown client. True by default.
    /// </summary>
    public bool RevealUnsupportedMethod { get; set; } = true;

    /// <summary>The HTTP status of <c>invalid_client</c>: 401 with a challenge, or 400 (RFC 6749 §5.2).</summary>
    public int InvalidClientStatusCode { get; set; } = 401;

    /// <summary>
    /// The challenge in <c>WWW-Authenticate</c> beside a 401, which HTTP demands (RFC 9110 §15.5.2). TLS certificates have no registered
    /// scheme; <c>Basic</c> would ask for a password and is refused.
    /// </summary>
    public string Challenge { get; set; } = "ClientCertificate realm=\"oauth\"";

    /// <summary>
    /// When clients are to ask again where the server cannot authenticate them at the moment, in <c>Retry-After</c> beside a 503 (RFC 9110
    /// §10.2.3), in whole seconds: between a second and an hour; 5 seconds by default.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest request body that is read for its parameters, in octets: 64 KiB; one at least, 1 MiB at most.</summary>
    public int MaximumFormLength { get; set; } = 65_536;

    /// <summary>
    /// How much time has to be left to certificates: below that a client that authenticates is named in the log, once a day, and health
    /// checks are degraded. From zero, for never, to 366 days; 30 days by default.
    /// </summary>
    public TimeSpan CertificateExpiryWarning { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The profile with the name in <see cref="Profile"/>; null if that is null.</summary>
    /// <exception cref="InvalidOperationException">There is no such profile, which stops the start of a server.</exception>
    public SecurityProfile? FindProfile() =>
        Profile is null ? null
        : SecurityProfile.TryFind(Profile, out SecurityProfile? profile) ? profile
        : throw new InvalidOperationException($"There is no profile '{Profile}'.");
}
