using System.Text;
using CsCheck;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

/// <summary>Whatever is refused without a profile is refused with it, whatever the settings are.</summary>
public sealed class SecurityProfilePropertyTests
{
    private static readonly ClientCertificate[] Certificates =
    [
        .. new[] { "a-self-signed", "a-expired", "a-ca-signed", "rsa-1024", "rsa-self-signed", "ed25519-rfc8037-key", "p521-rfc7520-key" }
            .Select(Authenticating.Vector),
        .. new[] { "br-brcac-2023", "br-no-client-auth", "ca-br", "ca-br-root" }
            .Select(static name => TestVectors.ReadCertificate($"open-finance-brasil/{name}.pem")),
    ];

    private static readonly Gen<SecurityProfile> Profile = Gen.OneOf([.. SecurityProfile.All]);
    private static readonly Gen<CertificateCheck> Check = Gen.Enum<CertificateCheck>();
    private static readonly Gen<TokenBindingMode> Mode = Gen.Enum<TokenBindingMode>();

    private static readonly Gen<CertificatePolicy> Policy = Gen.Select(
        Check.Array[5],
        Gen.OneOf(1024, 2048, 3072, 4096),
        Gen.Enum<KeyAlgorithm>().Array[0, 6],
        Gen.OneOf<CertificateCheck?>(null, CertificateCheck.Ignore, CertificateCheck.Report, CertificateCheck.Enforce),
        static (checks, size, kinds, usage) => new CertificatePolicy
        {
            ValidityPeriod = checks[0],
            RsaKeySize = checks[1],
            KeyKind = checks[2],
            CertificateAuthority = checks[3],
            SelfSignature = checks[4],
            MinimumRsaKeySize = size,
            AllowedKeyKinds = kinds.Length == 0 ? null : kinds.ToHashSet(),
            ClientAuthenticationUsage = usage,
        });

    private static readonly Gen<TokenBindingPolicy> Binding = Gen.Select(
        Mode.Array[3],
        Gen.Bool,
        Gen.Bool,
        static (modes, bindsGrants, acceptsRenewed) => new TokenBindingPolicy
        {
            AllClients = modes[0],
            ClientsThatAuthenticateByCertificate = modes[1],
            ClientsThatAsk = modes[2],
            BindGrantsOfConfidentialClients = bindsGrants,
            AcceptRenewedCertificates = acceptsRenewed,
        });

    [Test]
    public void No_certificate_passes_that_did_not() => Gen.Select(Profile, Policy, Gen.OneOf(Certificates)).Sample(
        static (profile, policy, certificate) =>
            Find(policy, certificate) == ClientAuthenticationFailureReason.None
            || Find(profile.Strengthen(policy), certificate) != ClientAuthenticationFailureReason.None,
        iter: 5_000);

    // Neither by the usage that only tls_client_auth enforces where nothing is set.
    [Test]
    public void No_setting_of_a_policy_becomes_softer() => Gen.Select(Profile, Policy).Sample(
        static (profile, policy) =>
        {
            CertificatePolicy strict = profile.Strengthen(policy);
            return strict.ValidityPeriod >= policy.ValidityPeriod
                && strict.ClockSkew <= policy.ClockSkew
                && strict.RsaKeySize >= policy.RsaKeySize
                && strict.KeyKind >= policy.KeyKind
                && strict.CertificateAuthority >= policy.CertificateAuthority
                && strict.SelfSignature >= policy.SelfSignature
                && (strict.ClientAuthenticationUsage == policy.ClientAuthenticationUsage
                    || strict.ClientAuthenticationUsage == CertificateCheck.Enforce);
        },
        iter: 5_000);

    // Nobody reads from a policy that was made stricter what the server's own policy is.
    [Test]
    public void The_policy_itself_stays_as_it_is() => Gen.Select(Profile, Policy, Gen.OneOf(Certificates)).Sample(
        static (profile, policy, certificate) =>
        {
            ClientAuthenticationFailureReason before = Find(policy, certificate);
            profile.Strengthen(policy).AllowedKeyKinds?.Clear();
            return profile.AllowedKeyKinds is null || Find(policy, certificate) == before;
        },
        iter: 1_000);

    [Test]
    public void No_token_is_issued_that_was_not_and_none_is_unbound_that_was_bound() => Gen.Select(
        Profile,
        Binding,
        Gen.OneOf("none", "private_key_jwt", ClientAuthenticationMethods.TlsClientAuth),
        Gen.Bool,
        Gen.Bool).Sample(
        static (profile, policy, method, asks, hasCertificate) =>
        {
            RegisteredClient client = RegisteredClient.From(new ClientMetadata
            {
                ClientId = "c",
                TokenEndpointAuthMethod = method,
                TlsClientCertificateBoundAccessTokens = asks,
            });
            PresentedCertificate presented = hasCertificate ? PresentedCertificate.Of(Certificates[0]) : PresentedCertificate.None();
            TokenBindingDecision before = policy.Decide(client, presented);
            TokenBindingPolicy strict = profile.Strengthen(policy);
            TokenBindingDecision after = strict.Decide(client, presented);
            return after.IsRefused
                || (!before.IsRefused
                    && (before.Confirmation is null || after.Confirmation is not null)
                    && (before.RefreshToken.IsClientOnly || !after.RefreshToken.IsClientOnly)
                    && strict.AcceptRenewedCertificates == policy.AcceptRenewedCertificates);
        },
        iter: 5_000);

    [Test]
    public void No_client_registers_that_did_not() => Gen.Select(Profile, Policy, ClientRegistrationPropertyTests.Registration).Sample(
        static (profile, policy, registration) =>
        {
            byte[] json = Encoding.UTF8.GetBytes(registration.Metadata.ToJsonString());
            ClientRegistrationReport before = Validate(json, policy, profile: null);
            ClientRegistrationReport after = Validate(json, policy, profile);
            return after.Error is not null
                || (before.Error is null && before.Metadata!.ToUtf8Json().SequenceEqual(after.Metadata!.ToUtf8Json()));
        },
        iter: 1_000);

    [Test]
    public void No_method_is_enabled_and_no_name_turned_round_that_was_not() => Gen.Select(
        Profile, Gen.OneOf(Validating.AllMethods).Array[0, 3], Gen.Bool, Policy).Sample(
        static (profile, methods, allowsReversed, policy) =>
        {
            ClientCertificateAuthenticatorOptions options = new()
            {
                EnabledMethods = methods,
                AllowReversedSubjectDn = allowsReversed,
                RevealUnsupportedMethod = allowsReversed,
                InvalidClientStatusCode = allowsReversed ? 400 : 401,
                SelfSignedMatching = allowsReversed ? SelfSignedMatching.PublicKey : SelfSignedMatching.Certificate,
                CertificatePolicy = policy,
            };
            ClientCertificateAuthenticatorOptions strict = profile.Strengthen(options);
            return !strict.EnabledMethods.Except(methods).Any()
                && (allowsReversed || !strict.AllowReversedSubjectDn)
                && !(profile.SubjectDnForm == SubjectDnForm.OpenFinanceBrasil && strict.AllowReversedSubjectDn)
                && strict.RevealUnsupportedMethod == options.RevealUnsupportedMethod
                && strict.InvalidClientStatusCode == options.InvalidClientStatusCode
                && strict.SelfSignedMatching == options.SelfSignedMatching
                && ReferenceEquals(strict.ChainValidation, options.ChainValidation);
        },
        iter: 1_000);

    // A setting that is added to the options and not copied would fall back to its default under a profile.
    [Test]
    public void Each_setting_of_the_options_is_copied() =>
        typeof(ClientCertificateAuthenticatorOptions).GetProperties().Should().HaveCount(7);

    private static ClientAuthenticationFailureReason Find(CertificatePolicy policy, ClientCertificate certificate) =>
        new CertificatePolicyEvaluator(policy).Check(certificate, Authenticating.Now, out _);

    private static ClientRegistrationReport Validate(byte[] json, CertificatePolicy policy, SecurityProfile? profile) =>
        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions
        {
            EnabledMethods = Validating.AllMethods,
            OtherMethods = ["client_secret_basic"],
            CertificatePolicy = policy,
            SupportsJwksUri = true,
            Profile = profile,
        }).Validate(json);
}
