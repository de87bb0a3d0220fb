namespace MtlsAuth.Registration;

/// <summary>Settings of a <see cref="ClientRegistrationValidator"/>, which copies them when it is created.</summary>
public sealed class ClientRegistrationValidatorOptions
{
    /// <summary>The mutual-TLS methods that the server enables, as <see cref="ClientAuthenticationMethods"/> spells them.</summary>
    public IReadOnlyCollection<string> EnabledMethods { get; init; } = [ClientAuthenticationMethods.PubKeyTlsClientAuth];

    /// <summary>
    /// The other methods that the server supports by itself, such as <c>private_key_jwt</c>. Clients of these are checked only for
    /// members that contradict them.
    /// </summary>
    public IReadOnlyCollection<string> OtherMethods { get; init; } = [];

    /// <summary>What the server demands of certificates when clients authenticate: keys that it would refuse are reported.</summary>
    public CertificatePolicy CertificatePolicy { get; init; } = new();

    /// <summary>What <c>self_signed_tls_client_auth</c> compares for clients whose metadata does not say.</summary>
    public SelfSignedMatching SelfSignedMatching { get; init; } = SelfSignedMatching.Certificate;

    /// <summary>
    /// Whether the server has an <see cref="IClientJwkSetSource"/>, without which a client with <c>jwks_uri</c> can never authenticate by
    /// its keys. False by default, as there is none by default.
    /// </summary>
    public bool SupportsJwksUri { get; init; }

    /// <summary>
    /// The rules of a regime that clients have to keep beside all else; null, the default, for none. <see cref="CertificatePolicy"/> counts
    /// as at least as strict as the profile.
    /// </summary>
    public SecurityProfile? Profile { get; init; }

    /// <summary>The longest metadata in JSON, in octets; <see cref="ClientJwkSet.DefaultMaximumLength"/> by default.</summary>
    public int MaximumLength { get; init; } = ClientJwkSet.DefaultMaximumLength;

    /// <summary>The most keys in <c>jwks</c>; <see cref="ClientJwkSet.DefaultMaximumKeyCount"/> by default.</summary>
    public int MaximumKeyCount { get; init; } = ClientJwkSet.DefaultMaximumKeyCount;

    /// <summary>
    /// Whether the metadata comes from an operator or an import and not from the client, so that it may hold what only the server
    /// decides or assigns: <c>self_signed_tls_client_auth_matching</c>, <c>client_id</c>, <c>client_secret</c>. False by default.
    /// </summary>
    public bool IsTrustedSource { get; init; }

    /// <summary>
    /// Further members that only the server decides, of the application's own: left out of what clients send, kept when a client updates
    /// its registration, and not shown to it. Members that have a property in <see cref="ClientMetadata"/> cannot be among them.
    /// </summary>
    public IReadOnlyCollection<string> ServerMembers { get; init; } = [];

    /// <summary>The same settings for another source.</summary>
    internal ClientRegistrationValidatorOptions From(bool isTrustedSource) => new()
    {
        EnabledMethods = EnabledMethods,
        OtherMethods = OtherMethods,
        CertificatePolicy = CertificatePolicy,
        SelfSignedMatching = SelfSignedMatching,
        SupportsJwksUri = SupportsJwksUri,
        Profile = Profile,
        MaximumLength = MaximumLength,
        MaximumKeyCount = MaximumKeyCount,
        ServerMembers = ServerMembers,
        IsTrustedSource = isTrustedSource,
    };
}
