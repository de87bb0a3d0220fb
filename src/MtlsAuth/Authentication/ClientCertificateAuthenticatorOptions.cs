using MtlsAuth.Trust;

namespace MtlsAuth;

/// <summary>Settings of a <see cref="ClientCertificateAuthenticator"/>, which copies them when it is created.</summary>
public sealed class ClientCertificateAuthenticatorOptions
{
    /// <summary>
    /// The methods that the server enables, as <see cref="ClientAuthenticationMethods"/> spells them. By default
    /// <c>pub_key_tls_client_auth</c>.
    /// </summary>
    public IReadOnlyCollection<string> EnabledMethods { get; init; } = [ClientAuthenticationMethods.PubKeyTlsClientAuth];

    /// <summary>What is demanded of certificates beyond what the method compares.</summary>
    public CertificatePolicy CertificatePolicy { get; init; } = new();

    /// <summary>
    /// What <c>self_signed_tls_client_auth</c> compares for clients whose metadata does not say. Certificates by default.
    /// </summary>
    public SelfSignedMatching SelfSignedMatching { get; init; } = SelfSignedMatching.Certificate;

    /// <summary>How chains of <c>tls_client_auth</c> clients are validated.</summary>
    public ChainValidatorOptions ChainValidation { get; init; } = new();

    /// <summary>
    /// Whether a registered subject whose RDNs are in reverse order matches as well, for clients whose tools wrote them in the order of
    /// the encoding instead of RFC 4514's. False by default.
    /// </summary>
    public bool AllowReversedSubjectDn { get; init; }

    /// <summary>
    /// Whether a client whose registered mutual-TLS method is not enabled is told so, by the method's name, as Connect2id's server does.
    /// True by default: what a server supports is published in its metadata (RFC 8414). It is the one answer by which anybody can tell
    /// such a client from an unknown one; false gives it the same answer.
    /// </summary>
    public bool RevealUnsupportedMethod { get; init; } = true;

    /// <summary>The HTTP status of <c>invalid_client</c>: 401, or 400, which RFC 6749 §5.2 allows as well.</summary>
    public int InvalidClientStatusCode { get; init; } = 401;

    /// <summary>Whether it is no mistake that no method is enabled: certificates bind tokens and authenticate nobody.</summary>
    internal bool IsForBindingOnly { get; init; }

    /// <summary>The settings that are out of range, those of policy and chains included: none if an authenticator takes them.</summary>
    /// <remarks>For whoever reads settings from a configuration and says which ones have to be mended, all of them at once.</remarks>
    public IReadOnlyList<SettingError> FindErrors()
    {
        const string Allowed = $"{ClientAuthenticationMethods.PubKeyTlsClientAuth}, {ClientAuthenticationMethods.SelfSignedTlsClientAuth} "
            + $"and {ClientAuthenticationMethods.TlsClientAuth}";
        SettingErrors errors = new();
        errors.Require(
            EnabledMethods.Count > 0 || IsForBindingOnly,
            nameof(EnabledMethods),
            EnabledMethods,
            $"at least one of {Allowed}");
        int index = 0;
        foreach (string method in EnabledMethods)
        {
            errors.Require(
                ClientAuthenticationMethods.IsMutualTls(method), $"{nameof(EnabledMethods)}:{index++}", method, $"one of {Allowed}");
        }

        errors.AddPart(nameof(ChainValidation), ChainValidation?.FindErrors());
        errors.AddPart(nameof(CertificatePolicy), CertificatePolicy?.FindErrors());
        errors.Require(
            InvalidClientStatusCode is 400 or 401,
            nameof(InvalidClientStatusCode),
            InvalidClientStatusCode,
            "400 or 401 (RFC 6749 section 5.2)");
        return errors;
    }
}
