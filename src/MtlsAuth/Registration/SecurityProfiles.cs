using System.Collections.Frozen;
using MtlsAuth.Certificates;

namespace MtlsAuth.Registration;

/// <summary>The profiles: all that is known of each regime, as data.</summary>
internal static class SecurityProfiles
{
    private const string PrivateKeyJwt = "private_key_jwt";
    private const string SubjectDn = "tls_client_auth_subject_dn";
    private const string BindingOfFapi1 = "FAPI 1.0 part 2, 5.2.2-5 and -6";
    private const string RsaOfFapi1 = "FAPI 1.0 part 1, 5.2.2-5";
    private const string BrazilianRegistration = "Open Finance Brasil, Dynamic Client Registration 1.0 ID3";
    private const string BrazilianCertificates = "Open Finance Brasil, Certificate Standards 1.0 ID1, 5.2.2.1";
    private const string CdrSecurity = "Consumer Data Standards, security profile";

    // RFC 8705 §2.1.2.
    private static readonly IReadOnlyList<string> AllSubjectParameters =
        [SubjectDn, "tls_client_auth_san_dns", "tls_client_auth_san_uri", "tls_client_auth_san_ip", "tls_client_auth_san_email"];

    private static readonly IReadOnlyList<string> MethodsOfFapi =
        [ClientAuthenticationMethods.TlsClientAuth, ClientAuthenticationMethods.SelfSignedTlsClientAuth, PrivateKeyJwt];

    public static SecurityProfile Fapi1Advanced { get; } = new("Fapi1Advanced", "FAPI 1.0, part 2: Advanced")
    {
        AllowedMethods = MethodsOfFapi,
        AllowedSubjectParameters = AllSubjectParameters,
        MinimumRsaKeySize = 2048,
        BindsAccessTokens = true,
        BindsGrantsOfConfidentialClients = true,
        Rules =
        [
            AllowedMethods("tls_client_auth, self_signed_tls_client_auth or private_key_jwt", "FAPI 1.0 part 2, 5.2.2-14"),
            MinimumRsaKeySize(RsaOfFapi1),
            BindsAccessTokens(BindingOfFapi1),
            new(
                nameof(SecurityProfile.BindsGrantsOfConfidentialClients),
                "Authorization codes and refresh tokens of all clients are bound to the certificate as well.",
                "FAPI 1.0 part 2, implementer's draft 2, 5.2.2-5; the final text has access tokens only"),
        ],
    };

    public static SecurityProfile Fapi2 { get; } = new("Fapi2", "FAPI 2.0 Security Profile")
    {
        AllowedMethods = MethodsOfFapi,
        AllowedSubjectParameters = AllSubjectParameters,
        MinimumRsaKeySize = 2048,
        BindsAccessTokens = true,
        Rules =
        [
            AllowedMethods("tls_client_auth, self_signed_tls_client_auth or private_key_jwt", "FAPI 2.0 Security Profile, 5.3.2.1"),
            MinimumRsaKeySize("FAPI 2.0 Security Profile, 5.4"),
            BindsAccessTokens("FAPI 2.0 Security Profile, 5.3.2.1"),
        ],
    };

    public static SecurityProfile FapiBrazil { get; } = new("FapiBrazil", "Open Finance Brasil")
    {
        AllowedMethods = [ClientAuthenticationMethods.TlsClientAuth, PrivateKeyJwt],
        AllowedSubjectParameters = [SubjectDn],
        SubjectDnForm = SubjectDnForm.OpenFinanceBrasil,
        RefusesJwksByValue = true,
        MinimumRsaKeySize = 2048,
        AllowedKeyKinds = new[] { KeyAlgorithm.Rsa }.ToFrozenSet(),
        RequiresClientAuthenticationUsage = true,
        RefusesCertificateAuthorities = true,
        BindsAccessTokens = true,
        RequiredEndpointAliases =
        [
            "token_endpoint",
            "registration_endpoint",
            "userinfo_endpoint",
            "pushed_authorization_request_endpoint",
            "backchannel_authentication_endpoint",
        ],
        Rules =
        [
            AllowedMethods("tls_client_auth or private_key_jwt", $"FAPI 1.0 part 2, 5.2.2-14; {BrazilianRegistration}, 7.1"),
            AllowedSubjectParameters($"{BrazilianRegistration}, 7.1-12"),
            new(
                nameof(SecurityProfile.SubjectDnForm),
                "tls_client_auth_subject_dn has CN, L, ST, O, OU, C, STREET, DC and UID with readable values, or any type as a dotted "
                    + "object identifier with # and the DER of the value in hexadecimal; the last RDN of the certificate comes first.",
                $"{BrazilianRegistration}, 7.1.2 and 7.3"),
            RefusesJwksByValue($"{BrazilianRegistration}, 7.1"),
            MinimumRsaKeySize(BrazilianCertificates),
            new(nameof(SecurityProfile.AllowedKeyKinds), "Certificates have RSA keys.", BrazilianCertificates),
            RequiresClientAuthenticationUsage(BrazilianCertificates),
            new(
                nameof(SecurityProfile.RefusesCertificateAuthorities),
                "The certificate of a certification authority authenticates no client.",
                BrazilianCertificates),
            BindsAccessTokens(BindingOfFapi1),
            new(
                nameof(SecurityProfile.RequiredEndpointAliases),
                "The token, registration, user info, pushed authorization and CIBA endpoints that the server has stand in "
                    + "mtls_endpoint_aliases.",
                $"{BrazilianRegistration}, 6.1"),
        ],
    };

    public static SecurityProfile UkOpenBanking { get; } = new("UkOpenBanking", "Open Banking in the United Kingdom")
    {
        AllowedMethods = [ClientAuthenticationMethods.TlsClientAuth, PrivateKeyJwt],
        AllowedSubjectParameters = [SubjectDn],
        MinimumRsaKeySize = 2048,
        RequiresClientAuthenticationUsage = true,
        BindsAccessTokens = true,
        Rules =
        [
            AllowedMethods(
                "tls_client_auth or private_key_jwt", "FAPI 1.0 part 2, 5.2.2-14; the directory's certificates are an authority's"),
            AllowedSubjectParameters("Open Banking, Dynamic Client Registration 3.3"),
            MinimumRsaKeySize(RsaOfFapi1),
            RequiresClientAuthenticationUsage("Open Banking directory, template of OBWAC certificates"),
            BindsAccessTokens(BindingOfFapi1),
        ],
    };

    public static SecurityProfile NlGov { get; } = new("NlGov", "NL GOV Assurance profile for OAuth 2.0")
    {
        AllowedMethods = [PrivateKeyJwt, ClientAuthenticationMethods.TlsClientAuth, "none"],
        AllowedSubjectParameters = [SubjectDn],
        RequiresClientAuthenticationUsage = true,
        Rules =
        [
            new(
                nameof(SecurityProfile.AllowedMethods),
                "Clients authenticate by private_key_jwt or tls_client_auth; applications on the users' own devices may be public clients.",
                "NL GOV Assurance profile for OAuth 2.0, client profiles"),
            AllowedSubjectParameters("Logius, OAuth-NL-profiel, issue 35: nothing else of RFC 8705 fits certificates of PKIoverheid"),
            RequiresClientAuthenticationUsage("PKIoverheid, certificates for clients; Logius, OAuth-NL-profiel, issue 135"),
        ],
    };

    public static SecurityProfile CdrAustralia { get; } = new("CdrAustralia", "Consumer Data Right, Australia")
    {
        AllowedMethods = [PrivateKeyJwt],
        RefusesJwksByValue = true,
        MinimumRsaKeySize = 2048,
        RequiresClientAuthenticationUsage = true,
        BindsAccessTokens = true,
        Rules =
        [
            new(
                nameof(SecurityProfile.AllowedMethods),
                "Clients authenticate by private_key_jwt; mutual TLS protects the connection and is no client authentication.",
                $"{CdrSecurity}, client authentication"),
            RefusesJwksByValue($"{CdrSecurity}, OIDC client types"),
            MinimumRsaKeySize("FAPI 1.0 part 1, 5.2.2-5, which the Consumer Data Standards build on"),
            RequiresClientAuthenticationUsage($"{CdrSecurity}, certificate management"),
            BindsAccessTokens($"{CdrSecurity}, holder of key"),
        ],
    };

    // After the profiles: fields are filled in the order of the text.
    public static IReadOnlyList<SecurityProfile> All { get; } =
        [Fapi1Advanced, Fapi2, FapiBrazil, UkOpenBanking, NlGov, CdrAustralia];

    private static SecurityProfileRule AllowedMethods(string methods, string source) =>
        new(nameof(SecurityProfile.AllowedMethods), $"Clients authenticate by {methods}; there are no public clients.", source);

    private static SecurityProfileRule AllowedSubjectParameters(string source) => new(
        nameof(SecurityProfile.AllowedSubjectParameters),
        "Of the subject parameters of tls_client_auth only tls_client_auth_subject_dn is registered.",
        source);

    private static SecurityProfileRule RefusesJwksByValue(string source) =>
        new(nameof(SecurityProfile.RefusesJwksByValue), "Clients publish their keys at a jwks_uri; jwks is refused.", source);

    private static SecurityProfileRule MinimumRsaKeySize(string source) =>
        new(nameof(SecurityProfile.MinimumRsaKeySize), "RSA keys have at least 2048 bits.", source);

    private static SecurityProfileRule RequiresClientAuthenticationUsage(string source) => new(
        nameof(SecurityProfile.RequiresClientAuthenticationUsage),
        "An extended key usage, if the certificate has one, allows client authentication.",
        source);

    private static SecurityProfileRule BindsAccessTokens(string source) =>
        new(nameof(SecurityProfile.BindsAccessTokens), "Access tokens of all clients are bound to their certificates.", source);
}
