using System.Collections;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

/// <summary>Each rule of each profile refuses what it must, and lets pass what it may.</summary>
public sealed class SecurityProfileTests
{
    private const string Brazil = nameof(SecurityProfile.FapiBrazil);
    private const string Fapi1 = nameof(SecurityProfile.Fapi1Advanced);
    private const string Fapi2 = nameof(SecurityProfile.Fapi2);
    private const string Uk = nameof(SecurityProfile.UkOpenBanking);
    private const string Netherlands = nameof(SecurityProfile.NlGov);
    private const string Australia = nameof(SecurityProfile.CdrAustralia);

    private static readonly string[] OtherMethods =
        ["private_key_jwt", "client_secret_jwt", "client_secret_basic", "client_secret_post", "none"];

    private static readonly string[] MethodMember = ["token_endpoint_auth_method"];

    // Everything that a profile may make stricter is as soft as it can be, so that what refuses is the profile.
    private static CertificatePolicy NoPolicy => new()
    {
        ValidityPeriod = CertificateCheck.Ignore,
        RsaKeySize = CertificateCheck.Ignore,
        KeyKind = CertificateCheck.Ignore,
        ClientAuthenticationUsage = CertificateCheck.Ignore,
    };

    [Test]
    public void All_has_each_profile_once_and_TryFind_finds_it_by_its_name()
    {
        SecurityProfile.All.Select(static profile => profile.Name).Should().Equal(Fapi1, Fapi2, Brazil, Uk, Netherlands, Australia);
        foreach (PropertyInfo property in typeof(SecurityProfile).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(static item => item.PropertyType == typeof(SecurityProfile)))
        {
            SecurityProfile profile = (SecurityProfile)property.GetValue(null)!;
            profile.Name.Should().Be(property.Name);
            profile.ToString().Should().Be(property.Name);
            profile.Title.Should().NotBeEmpty();
            SecurityProfile.TryFind(profile.Name.ToUpperInvariant(), out SecurityProfile? found).Should().BeTrue();
            found.Should().BeSameAs(profile);
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Fapi")]
    [TestCase("Fapi2 ")]
    public void TryFind_finds_nothing_by_another_name(string? name)
    {
        SecurityProfile.TryFind(name, out SecurityProfile? profile).Should().BeFalse();
        profile.Should().BeNull();
    }

    // A switch without a rule would be enforced and not told; a rule without a switch would be told and not enforced.
    [Test]
    public void Each_switch_that_is_set_has_one_rule_with_its_source([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        profile.Rules.Select(static rule => rule.Setting).Should().BeEquivalentTo(Switches(profile));
        profile.Rules.Should().OnlyContain(static rule => rule.Text.EndsWith('.') && rule.Source.Length > 0 && !rule.Source.EndsWith('.'));
        profile.Rules[0].ToString().Should().Be($"{profile.Rules[0].Text} ({profile.Rules[0].Source})");
    }

    [TestCase(Fapi1, "tls_client_auth", "self_signed_tls_client_auth", "private_key_jwt")]
    [TestCase(Fapi2, "tls_client_auth", "self_signed_tls_client_auth", "private_key_jwt")]
    [TestCase(Brazil, "tls_client_auth", "private_key_jwt")]
    [TestCase(Uk, "tls_client_auth", "private_key_jwt")]
    [TestCase(Netherlands, "tls_client_auth", "private_key_jwt", "none")]
    [TestCase(Australia, "private_key_jwt")]
    public void Only_the_methods_of_the_profile_are_registered(string name, params string[] allowed)
    {
        foreach (string? method in Validating.AllMethods.Concat<string?>(OtherMethods).Append(null))
        {
            ClientRegistrationReport report = Validate(name, new JsonObject { ["token_endpoint_auth_method"] = method });

            Violations(report).Select(static violation => violation.Member)
                .Should().Equal(allowed.Contains(method) ? [] : MethodMember, $"of {method} under {name}");
        }
    }

    [TestCase(Fapi1, true)]
    [TestCase(Fapi2, true)]
    [TestCase(Brazil, false)]
    [TestCase(Uk, false)]
    [TestCase(Netherlands, false)]
    public void Only_the_subject_parameters_of_the_profile_are_registered(string name, bool areAllAllowed)
    {
        (string Member, string Value)[] alternatives =
        [
            ("tls_client_auth_san_dns", "client.example"),
            ("tls_client_auth_san_uri", "https://client.example"),
            ("tls_client_auth_san_ip", "192.0.2.1"),
            ("tls_client_auth_san_email", "client@client.example"),
        ];
        Validate(name, Pki("tls_client_auth_subject_dn", "CN=client")).Error.Should().BeNull();
        foreach ((string member, string value) in alternatives)
        {
            ClientRegistrationReport report = Validate(name, Pki(member, value));

            Violations(report).Select(static violation => violation.Member).Should().Equal(areAllAllowed ? [] : new[] { member });
        }
    }

    [Test]
    public void Only_Brazil_has_a_form_of_its_own([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        ClientRegistrationReport report = Validate(profile.Name, Pki("tls_client_auth_subject_dn", "CN = x; 2.5.4.97 = PSDGB-FCA-123456"));

        Violations(report).Any(static violation => violation.Member == "tls_client_auth_subject_dn").Should().Be(profile.Name == Brazil);
    }

    // The name of the root is no subject parameter, and Open Finance Brasil says nothing of it.
    [Test]
    public void The_form_is_that_of_the_subject_and_not_of_the_root() =>
        Validate(Brazil, Pki("tls_client_auth_root_dn", "CN = root; C = BR", ("tls_client_auth_subject_dn", "CN=x")))
            .Error.Should().BeNull();

    [Test]
    public void Only_Brazil_and_Australia_refuse_keys_by_value([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        JsonObject metadata = new()
        {
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray() },
        };
        Violations(Validate(profile.Name, metadata)).Select(static violation => violation.Path)
            .Should().Equal(profile.Name is Brazil or Australia ? ["$.jwks"] : []);

        metadata.Remove("jwks");
        metadata["jwks_uri"] = "https://client.example/jwks";
        Validate(profile.Name, metadata).Error.Should().BeNull();
    }

    [Test]
    public void Who_says_that_its_tokens_are_not_to_be_bound_is_refused_where_they_are(
        [ValueSource(nameof(Profiles))] SecurityProfile profile,
        [Values("tls_client_certificate_bound_access_tokens", "mutual_tls_sender_constrained_access_tokens")] string member,
        [Values] bool? value)
    {
        JsonObject metadata = new() { ["token_endpoint_auth_method"] = "private_key_jwt", [member] = value };

        Violations(Validate(profile.Name, metadata)).Select(static violation => violation.Member).Should().Equal(
            profile.Name != Netherlands && value is false ? ["tls_client_certificate_bound_access_tokens"] : []);
    }

    [TestCase(
        Fapi2,
        """{"token_endpoint_auth_method":"none"}""",
        "The method has to be tls_client_auth, self_signed_tls_client_auth or private_key_jwt.")]
    [TestCase(Uk, """{"token_endpoint_auth_method":"none"}""", "The method has to be tls_client_auth or private_key_jwt.")]
    [TestCase(Australia, """{"token_endpoint_auth_method":"none"}""", "The method has to be private_key_jwt.")]
    [TestCase(
        Brazil,
        """{"token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"client.example"}""",
        "The subject parameter has to be tls_client_auth_subject_dn.")]
    [TestCase(Brazil, """{"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[]}}""", "Keys are registered in jwks_uri*")]
    [TestCase(
        Brazil,
        """{"token_endpoint_auth_method":"private_key_jwt","tls_client_certificate_bound_access_tokens":false}""",
        "*Leave it out, or say true.")]
    public void A_violation_says_whose_rule_it_is_and_what_would_do(string name, string metadata, string text) =>
        Violations(Validate(name, JsonNode.Parse(metadata)!.AsObject())).Should().ContainSingle()
            .Which.Text.Should().Match($"{name}: {text}");

    [TestCase(Fapi1)]
    [TestCase(Fapi2)]
    [TestCase(Brazil)]
    [TestCase(Uk)]
    [TestCase(Netherlands, false)]
    [TestCase(Australia)]
    public void RSA_keys_are_of_2048_bits(string name, bool isDemanded = true)
    {
        Check(name, Authenticating.Vector("rsa-1024")).Should().Be(
            isDemanded ? ClientAuthenticationFailureReason.RsaKeyTooSmall : ClientAuthenticationFailureReason.None);
        Check(name, Authenticating.Vector("rsa-self-signed")).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public void Weak_keys_are_found_at_registration_as_well()
    {
        using RSA weak = RSA.Create(1024);
        JsonObject metadata = Validating.SelfSigned(Validating.JwkOf(TestCertificates.Ec().WithKey(weak).Create().ClientCertificate));

        Validate(Fapi2, metadata, NoPolicy).Findings.Select(static finding => finding.Kind)
            .Should().Equal(ClientRegistrationFindingKind.WeakKey, ClientRegistrationFindingKind.NoUsableKey);
    }

    [Test]
    public void Only_Brazil_wants_RSA([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        foreach (string vector in new[] { "a-self-signed", "p521-rfc7520-key", "ed25519-rfc8037-key" })
        {
            Check(profile.Name, Authenticating.Vector(vector)).Should().Be(profile.Name == Brazil
                ? ClientAuthenticationFailureReason.KeyKindNotAllowed
                : ClientAuthenticationFailureReason.None);
        }
    }

    // FAPI 1.0 wants 160 bits of a curve and FAPI 2.0 224: no rule is needed as long as there is no smaller one to be configured.
    [Test]
    public void No_curve_is_too_small_for_FAPI() => Enum.GetValues<KeyAlgorithm>().Should().BeEquivalentTo(
    [
        KeyAlgorithm.Rsa, KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.P521, KeyAlgorithm.Secp256k1, KeyAlgorithm.Ed25519,
        KeyAlgorithm.Ed448, KeyAlgorithm.MLDsa44, KeyAlgorithm.MLDsa65, KeyAlgorithm.MLDsa87,
    ]);

    [TestCase(Fapi1, false)]
    [TestCase(Fapi2, false)]
    [TestCase(Brazil)]
    [TestCase(Uk)]
    [TestCase(Netherlands)]
    [TestCase(Australia)]
    public void An_extended_key_usage_allows_client_authentication(string name, bool isDemanded = true)
    {
        Check(name, TestVectors.ReadCertificate("open-finance-brasil/br-no-client-auth.pem")).Should().Be(isDemanded
            ? ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed
            : ClientAuthenticationFailureReason.None);
        Check(name, TestVectors.ReadCertificate("open-finance-brasil/br-brcac-2023.pem"))
            .Should().Be(ClientAuthenticationFailureReason.None);
        Check(name, Authenticating.Vector("rsa-self-signed")).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public void Only_Brazil_refuses_authorities_whatever_the_method([ValueSource(nameof(Profiles))] SecurityProfile profile) =>
        Check(profile.Name, TestVectors.ReadCertificate("open-finance-brasil/ca-br.pem")).Should().Be(profile.Name == Brazil
            ? ClientAuthenticationFailureReason.CertificateAuthority
            : ClientAuthenticationFailureReason.None);

    [Test]
    public void Tokens_of_all_clients_are_bound_but_for_the_Netherlands([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        RegisteredClient client = RegisteredClient.From(new ClientMetadata { ClientId = "c", TokenEndpointAuthMethod = "private_key_jwt" });
        TokenBindingPolicy policy = profile.Strengthen(new TokenBindingPolicy());
        bool isDemanded = profile.Name != Netherlands;

        TokenBindingDecision with = policy.Decide(client, PresentedCertificate.Of(Authenticating.Vector("a-self-signed")));

        (with.Confirmation is not null).Should().Be(isDemanded);
        policy.Decide(client, PresentedCertificate.None()).IsRefused.Should().Be(isDemanded);
        (with.RefreshToken.Certificate is not null).Should().Be(profile.Name == Fapi1);
    }

    [Test]
    public void FindErrors_names_what_is_softer_in_a_policy_for_tokens([ValueSource(nameof(Profiles))] SecurityProfile profile)
    {
        TokenBindingPolicy policy = new();

        profile.FindErrors(policy).Select(static error => error.ToString()).Should().Equal(
        [
            .. profile.BindsAccessTokens ? [$"AllClients is Never; it has to be Required under {profile.Name}."] : Array.Empty<string>(),
            .. profile.BindsGrantsOfConfidentialClients
                ? [$"BindGrantsOfConfidentialClients is False; it has to be true under {profile.Name}."]
                : Array.Empty<string>(),
        ]);
        profile.FindErrors(profile.Strengthen(policy)).Should().BeEmpty();
    }

    [Test]
    public void FindErrors_names_each_method_that_the_profile_does_not_have()
    {
        ClientCertificateAuthenticatorOptions options = new() { EnabledMethods = Validating.AllMethods };

        Errors(SecurityProfile.FapiBrazil).Should().Equal(
            "EnabledMethods:0 is 'pub_key_tls_client_auth'; it has to be one that FapiBrazil allows: tls_client_auth.",
            "EnabledMethods:1 is 'self_signed_tls_client_auth'; it has to be one that FapiBrazil allows: tls_client_auth.");
        Errors(SecurityProfile.Fapi2).Should().Equal(
            "EnabledMethods:0 is 'pub_key_tls_client_auth'; it has to be one that Fapi2 allows: tls_client_auth, "
            + "self_signed_tls_client_auth.");
        Errors(SecurityProfile.CdrAustralia).Should().HaveCount(3)
            .And.OnlyContain(static error => error.EndsWith("it has to be left out: CdrAustralia has no mutual-TLS method."));

        IEnumerable<string> Errors(SecurityProfile profile) => profile.FindErrors(options).Select(static error => error.ToString());
    }

    [Test]
    public void FindErrors_names_kinds_of_key_none_of_which_the_profile_has()
    {
        ClientCertificateAuthenticatorOptions options = new()
        {
            EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
            CertificatePolicy = new() { AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.P256 } },
        };

        SecurityProfile.FapiBrazil.FindErrors(options).Select(static error => error.ToString())
            .Should().Equal("CertificatePolicy:AllowedKeyKinds is 'P256'; it has to be one that FapiBrazil allows: Rsa.");
        SecurityProfile.UkOpenBanking.FindErrors(options).Should().BeEmpty();
    }

    [Test]
    public void FindErrors_names_all_kinds_of_key_on_both_sides()
    {
        SecurityProfile profile = new("Own", "Of a test")
        {
            AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.Rsa, KeyAlgorithm.Ed25519 },
        };
        ClientCertificateAuthenticatorOptions options = new()
        {
            EnabledMethods = [],
            CertificatePolicy = new() { AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.P256, KeyAlgorithm.P384 } },
        };

        profile.FindErrors(options).Select(static error => error.ToString()).Should().Equal(
            "CertificatePolicy:AllowedKeyKinds is 'P256, P384'; it has to be one that Own allows: Rsa, Ed25519.");
    }

    // What is only reported or ignored refuses nobody, and does not begin to with a profile.
    [TestCase(CertificateCheck.Ignore, 2048)]
    [TestCase(CertificateCheck.Report, 2048)]
    [TestCase(CertificateCheck.Enforce, 4096)]
    public void A_limit_of_the_servers_own_counts_beside_the_profiles_where_it_is_enforced(CertificateCheck check, int minimum)
    {
        CertificatePolicy policy = new()
        {
            RsaKeySize = check,
            MinimumRsaKeySize = 4096,
            KeyKind = check,
            AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.P256 },
        };

        CertificatePolicy strict = SecurityProfile.FapiBrazil.Strengthen(policy);

        (strict.RsaKeySize, strict.MinimumRsaKeySize, strict.KeyKind)
            .Should().Be((CertificateCheck.Enforce, minimum, CertificateCheck.Enforce));
        strict.AllowedKeyKinds.Should().Equal(check == CertificateCheck.Enforce ? [] : [KeyAlgorithm.Rsa]);
    }

    [Test]
    public void A_profile_that_says_nothing_of_keys_leaves_the_policy_as_it_is([Values] CertificateCheck check)
    {
        CertificatePolicy policy = new() { RsaKeySize = check, MinimumRsaKeySize = 3072, KeyKind = check };

        CertificatePolicy strict = SecurityProfile.NlGov.Strengthen(policy);

        (strict.RsaKeySize, strict.MinimumRsaKeySize, strict.KeyKind, strict.AllowedKeyKinds).Should().Be((check, 3072, check, null));
    }

    [Test]
    public async Task Without_a_method_the_authenticator_refuses_everybody()
    {
        Authenticating authenticating = new() { Client = Authenticating.PubKeyClient(Authenticating.Vector("a-self-signed")) };
        ClientCertificateAuthenticatorOptions options = SecurityProfile.CdrAustralia.Strengthen(authenticating.Options);

        options.EnabledMethods.Should().BeEmpty();
        options.FindErrors().Should().BeEmpty();
        ClientAuthenticationResult result =
            await (authenticating with { Options = options }).With(Authenticating.Vector("a-self-signed"));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.MethodNotEnabled);
        result.FailureDetail.Should().Be("the server's profile allows no mutual-TLS method");
    }

    [Test]
    public void Only_where_the_profile_has_no_method_may_there_be_none() =>
        SecurityProfile.Fapi2.Strengthen(new ClientCertificateAuthenticatorOptions()).FindErrors().Should().ContainSingle();

    [Test]
    public void Null_is_refused()
    {
        SecurityProfile profile = SecurityProfile.Fapi2;

        Action[] calls =
        [
            () => profile.Strengthen((CertificatePolicy)null!),
            () => profile.Strengthen((TokenBindingPolicy)null!),
            () => profile.Strengthen((ClientCertificateAuthenticatorOptions)null!),
            () => profile.FindErrors((TokenBindingPolicy)null!),
            () => profile.FindErrors((ClientCertificateAuthenticatorOptions)null!),
        ];

        calls.Should().AllSatisfy(static call => call.Should().Throw<ArgumentNullException>());
    }

    private static IEnumerable<SecurityProfile> Profiles() => SecurityProfile.All;

    private static SecurityProfile Find(string name) => SecurityProfile.TryFind(name, out SecurityProfile? profile)
        ? profile
        : throw new ArgumentException($"There is no profile '{name}'.", nameof(name));

    // What differs from a profile without rules. All five subject parameters, or none where there is no method for them, are no rule.
    private static IEnumerable<string> Switches(SecurityProfile profile) => typeof(SecurityProfile)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.Name is not (nameof(SecurityProfile.Name) or nameof(SecurityProfile.Title)
            or nameof(SecurityProfile.Rules)))
        .Where(property => property.GetValue(profile) switch
        {
            bool isSet => isSet,
            int number => number > 0,
            SubjectDnForm form => form != SubjectDnForm.Rfc4514,
            IReadOnlyList<string> { Count: 5 } when property.Name == nameof(SecurityProfile.AllowedSubjectParameters) => false,
            ICollection values => values.Count > 0,
            null => false,
            _ => true,
        })
        .Select(static property => property.Name);

    private static JsonObject Pki(string member, string value, params (string Member, string Value)[] others)
    {
        JsonObject metadata = new() { ["token_endpoint_auth_method"] = ClientAuthenticationMethods.TlsClientAuth, [member] = value };
        foreach ((string other, string otherValue) in others)
        {
            metadata[other] = otherValue;
        }

        return metadata;
    }

    private static ClientRegistrationReport Validate(string name, JsonObject metadata, CertificatePolicy? policy = null) =>
        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions
        {
            EnabledMethods = Validating.AllMethods,
            OtherMethods = OtherMethods,
            CertificatePolicy = policy ?? new CertificatePolicy(),
            SupportsJwksUri = true,
            Profile = Find(name),
        }).Validate(Encoding.UTF8.GetBytes(metadata.ToJsonString()));

    private static ClientRegistrationFinding[] Violations(ClientRegistrationReport report) =>
        [.. report.Findings.Where(static finding => finding.Kind == ClientRegistrationFindingKind.ProfileViolation)];

    private static ClientAuthenticationFailureReason Check(string name, ClientCertificate certificate) =>
        new CertificatePolicyEvaluator(Find(name).Strengthen(NoPolicy)).Check(certificate, Authenticating.Now, out _);
}
