using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Registration;

/// <summary>
/// What a regime, such as Open Finance Brasil, demands of client authentication and token binding: switches of the settings that there
/// are, never code of its own, and for each the document that it comes from.
/// </summary>
/// <remarks>
/// <para>
/// It makes settings stricter and never softer: whatever is refused without a profile is refused with it. What a regime demands of other
/// parts of a server (statements of a directory, signatures, issuing authorities) is the server's own.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
/// <example>
/// <code>
/// SecurityProfile profile = SecurityProfile.FapiBrazil;
/// ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions
/// {
///     EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
///     OtherMethods = ["private_key_jwt"],
///     Profile = profile,
/// });
/// TokenBindingPolicy binding = profile.Strengthen(new TokenBindingPolicy());
/// </code>
/// </example>
public sealed class SecurityProfile
{
    /// <summary>FAPI 1.0, part 2: Advanced.</summary>
    public static SecurityProfile Fapi1Advanced => SecurityProfiles.Fapi1Advanced;

    /// <summary>The FAPI 2.0 Security Profile.</summary>
    public static SecurityProfile Fapi2 => SecurityProfiles.Fapi2;

    /// <summary>Open Finance Brasil.</summary>
    public static SecurityProfile FapiBrazil => SecurityProfiles.FapiBrazil;

    /// <summary>Open Banking in the United Kingdom.</summary>
    public static SecurityProfile UkOpenBanking => SecurityProfiles.UkOpenBanking;

    /// <summary>The NL GOV Assurance profile for OAuth 2.0.</summary>
    public static SecurityProfile NlGov => SecurityProfiles.NlGov;

    /// <summary>The Consumer Data Right of Australia, where certificates bind tokens and do not authenticate clients.</summary>
    public static SecurityProfile CdrAustralia => SecurityProfiles.CdrAustralia;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SecurityProfile> All => SecurityProfiles.All;

    internal SecurityProfile(string name, string title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>The name by which settings choose it, such as <c>FapiBrazil</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, for people.</summary>
    public string Title { get; }

    /// <summary>The values of <c>token_endpoint_auth_method</c> that clients may register.</summary>
    public IReadOnlyList<string> AllowedMethods { get; internal init; } = [];

    /// <summary>
    /// The parameters of <c>tls_client_auth</c> that clients may register (RFC 8705 §2.1.2); empty if they may not register the method.
    /// </summary>
    public IReadOnlyList<string> AllowedSubjectParameters { get; internal init; } = [];

    /// <summary>In which form <c>tls_client_auth_subject_dn</c> may be registered.</summary>
    public SubjectDnForm SubjectDnForm { get; internal init; }

    /// <summary>Whether keys may only be registered in <c>jwks_uri</c>.</summary>
    public bool RefusesJwksByValue { get; internal init; }

    /// <summary>The smallest RSA modulus in bits; zero for what the server's own policy says.</summary>
    public int MinimumRsaKeySize { get; internal init; }

    /// <summary>The kinds of key that certificates may have; null for what the server's own policy says.</summary>
    public IReadOnlySet<KeyAlgorithm>? AllowedKeyKinds { get; internal init; }

    /// <summary>Whether an extended key usage, if there is one, has to allow client authentication, whatever the client's method.</summary>
    public bool RequiresClientAuthenticationUsage { get; internal init; }

    /// <summary>Whether certificates of certification authorities are refused, whatever the client's method.</summary>
    public bool RefusesCertificateAuthorities { get; internal init; }

    /// <summary>Whether the access tokens of all clients are bound to their certificates.</summary>
    public bool BindsAccessTokens { get; internal init; }

    /// <summary>Whether refresh tokens and authorization codes of confidential clients are bound as well (holder of key).</summary>
    public bool BindsGrantsOfConfidentialClients { get; internal init; }

    /// <summary>The endpoints that have to stand in <c>mtls_endpoint_aliases</c> if the server has them.</summary>
    public IReadOnlyList<string> RequiredEndpointAliases { get; internal init; } = [];

    /// <summary>Each of these switches that is set: what it demands, and where that comes from.</summary>
    public IReadOnlyList<SecurityProfileRule> Rules { get; internal init; } = [];

    /// <summary>Finds a profile by its name, without regard to case.</summary>
    public static bool TryFind([NotNullWhen(true)] string? name, [NotNullWhen(true)] out SecurityProfile? profile)
    {
        profile = All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return profile is not null;
    }

    /// <summary>The stricter of a policy and the profile, check by check. The policy itself stays as it is.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public CertificatePolicy Strengthen(CertificatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        CertificatePolicy strict = policy.Copy();
        if (MinimumRsaKeySize > 0)
        {
            // A size that the server does not enforce refuses nobody, and is not to begin with it.
            strict.MinimumRsaKeySize = policy.RsaKeySize == CertificateCheck.Enforce
                ? Math.Max(policy.MinimumRsaKeySize, MinimumRsaKeySize)
                : MinimumRsaKeySize;
            strict.RsaKeySize = CertificateCheck.Enforce;
        }

        if (AllowedKeyKinds is not null)
        {
            strict.AllowedKeyKinds = policy.KeyKind == CertificateCheck.Enforce ? FindCommonKeyKinds(policy) : AllowedKeyKinds.ToHashSet();
            strict.KeyKind = CertificateCheck.Enforce;
        }

        if (RequiresClientAuthenticationUsage)
        {
            strict.ClientAuthenticationUsage = CertificateCheck.Enforce;
        }

        if (RefusesCertificateAuthorities)
        {
            strict.CertificateAuthority = CertificateCheck.Enforce;
        }

        return strict;
    }

    /// <summary>The stricter of a policy and the profile.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public TokenBindingPolicy Strengthen(TokenBindingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new TokenBindingPolicy
        {
            AllClients = BindsAccessTokens ? TokenBindingMode.Required : policy.AllClients,
            ClientsThatAuthenticateByCertificate = policy.ClientsThatAuthenticateByCertificate,
            ClientsThatAsk = policy.ClientsThatAsk,
            BindGrantsOfConfidentialClients = policy.BindGrantsOfConfidentialClients || BindsGrantsOfConfidentialClients,
            AcceptRenewedCertificates = policy.AcceptRenewedCertificates,
        };
    }

    /// <summary>
    /// The stricter of an authenticator's settings and the profile. Methods that the profile does not allow are not enabled; of a profile
    /// without mutual-TLS methods the authenticator refuses everybody.
    /// </summary>
    /// <remarks>
    /// A host that would rather not start with such methods asks <see cref="FindErrors(ClientCertificateAuthenticatorOptions)"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public ClientCertificateAuthenticatorOptions Strengthen(ClientCertificateAuthenticatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ClientCertificateAuthenticatorOptions
        {
            EnabledMethods = [.. options.EnabledMethods.Where(AllowedMethods.Contains)],
            IsForBindingOnly = !AllowedMethods.Any(ClientAuthenticationMethods.IsMutualTls),
            CertificatePolicy = options.CertificatePolicy is { } policy ? Strengthen(policy) : options.CertificatePolicy!,
            SelfSignedMatching = options.SelfSignedMatching,
            ChainValidation = options.ChainValidation,

            // The form says which order the RDNs have.
            AllowReversedSubjectDn = options.AllowReversedSubjectDn && SubjectDnForm == SubjectDnForm.Rfc4514,
            RevealUnsupportedMethod = options.RevealUnsupportedMethod,
            InvalidClientStatusCode = options.InvalidClientStatusCode,
        };
    }

    /// <summary>The settings that contradict the profile: nothing could be both.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public IReadOnlyList<SettingError> FindErrors(ClientCertificateAuthenticatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] allowed = [.. AllowedMethods.Where(ClientAuthenticationMethods.IsMutualTls)];
        SettingErrors errors = new();
        int index = 0;
        foreach (string method in options.EnabledMethods)
        {
            errors.Require(
                allowed.Contains(method),
                $"{nameof(options.EnabledMethods)}:{index++}",
                method,
                allowed.Length == 0
                    ? $"left out: {Name} has no mutual-TLS method"
                    : $"one that {Name} allows: {string.Join(", ", allowed)}");
        }

        errors.Require(
            AllowedKeyKinds is null
                || options.CertificatePolicy is not { KeyKind: CertificateCheck.Enforce } policy
                || FindCommonKeyKinds(policy).Count > 0,
            $"{nameof(options.CertificatePolicy)}:{nameof(CertificatePolicy.AllowedKeyKinds)}",
            string.Join(", ", options.CertificatePolicy?.AllowedKeyKinds ?? CertificatePolicy.DefaultKeyKinds.AsEnumerable()),
            $"one that {Name} allows: {string.Join(", ", AllowedKeyKinds ?? CertificatePolicy.DefaultKeyKinds)}");
        return errors;
    }

    /// <summary>The settings of a token binding policy that are softer than the profile: none of what <c>Strengthen</c> returns.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="policy"/> is null.</exception>
    public IReadOnlyList<SettingError> FindErrors(TokenBindingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        SettingErrors errors = new();
        errors.Require(
            !BindsAccessTokens || policy.AllClients == TokenBindingMode.Required,
            nameof(policy.AllClients),
            policy.AllClients,
            $"{nameof(TokenBindingMode.Required)} under {Name}");
        errors.Require(
            !BindsGrantsOfConfidentialClients || policy.BindGrantsOfConfidentialClients,
            nameof(policy.BindGrantsOfConfidentialClients),
            policy.BindGrantsOfConfidentialClients,
            $"true under {Name}");
        return errors;
    }

    /// <summary>The profile's name, for logs.</summary>
    public override string ToString() => Name;

    private HashSet<KeyAlgorithm> FindCommonKeyKinds(CertificatePolicy policy) =>
        [.. (policy.AllowedKeyKinds ?? CertificatePolicy.DefaultKeyKinds.AsEnumerable()).Where(AllowedKeyKinds!.Contains)];
}
