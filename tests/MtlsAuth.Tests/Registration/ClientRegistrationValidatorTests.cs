using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

public sealed class ClientRegistrationValidatorTests
{
    private static readonly string[] AllMethods =
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];

    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;

    [Test]
    public void Validate_accepts_a_bare_key_for_pub_key_tls_client_auth()
    {
        ClientRegistrationReport report = Validate(KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false));

        report.Findings.Should().BeEmpty();
        report.Error.Should().BeNull();
        report.Metadata!.Jwks!.Keys.Should().ContainSingle();
    }

    [Test]
    public void Validate_accepts_a_certificate_for_self_signed_tls_client_auth()
    {
        ClientRegistrationReport report = Validate(KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true));

        report.Findings.Should().BeEmpty();
        report.Metadata.Should().NotBeNull();
    }

    [TestCase("tls_client_auth_subject_dn", "CN=client,O=Bank")]
    [TestCase("tls_client_auth_san_dns", "client.example.com")]
    [TestCase("tls_client_auth_san_uri", "spiffe://example.org/client")]
    [TestCase("tls_client_auth_san_ip", "192.0.2.1")]
    [TestCase("tls_client_auth_san_ip", "2001:db8::1")]
    [TestCase("tls_client_auth_san_email", "client@example.com")]
    public void Validate_accepts_one_subject_parameter_for_tls_client_auth(string name, string value) =>
        Validate(Pki((name, value))).Findings.Should().BeEmpty();

    [TestCase("tls_client_auth_subject_dn", "client")]
    [TestCase("tls_client_auth_san_dns", "a b")]
    [TestCase("tls_client_auth_san_dns", "bücher.example")]
    [TestCase("tls_client_auth_san_dns", "client.example.com:443")]
    [TestCase("tls_client_auth_san_uri", "not a uri")]
    [TestCase("tls_client_auth_san_uri", "https://example.org/a b")]
    [TestCase("tls_client_auth_san_uri", "relative")]
    [TestCase("tls_client_auth_san_ip", "127.1")]
    [TestCase("tls_client_auth_san_ip", "[::1]")]
    [TestCase("tls_client_auth_san_email", "client")]
    [TestCase("tls_client_auth_san_email", "@example.com")]
    [TestCase("tls_client_auth_san_email", "client@")]
    public void Validate_refuses_a_subject_parameter_that_no_certificate_can_carry(string name, string value) =>
        Validate(Pki((name, value))).Should().BeRefusedFor(ClientRegistrationFindingKind.InvalidSubjectParameter, "$." + name);

    [Test]
    public void Validate_refuses_a_root_dn_that_is_no_name() =>
        Validate(Pki(("tls_client_auth_san_dns", "a.example"), ("tls_client_auth_root_dn", "root")))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.InvalidSubjectParameter, "$.tls_client_auth_root_dn");

    [TestCase("tls_client_auth_subject_dn")]
    [TestCase("tls_client_auth_san_dns")]
    [TestCase("tls_client_auth_san_uri")]
    [TestCase("tls_client_auth_san_ip")]
    [TestCase("tls_client_auth_san_email")]
    public void Validate_takes_an_empty_subject_parameter_for_none(string name) =>
        Validate(Pki((name, string.Empty)))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MissingSubjectParameter, "$.token_endpoint_auth_method");

    // Other servers export all five for every client.
    [Test]
    public void Validate_accepts_empty_subject_parameters_beside_another_method()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true);
        foreach (string name in new[] { "subject_dn", "san_dns", "san_uri", "san_ip", "san_email", "root_dn" })
        {
            metadata["tls_client_auth_" + name] = string.Empty;
        }

        Validate(metadata).Findings.Should().BeEmpty();
    }

    [Test]
    public void Validate_refuses_tls_client_auth_without_a_subject_parameter() =>
        Validate(Pki()).Should().BeRefusedFor(ClientRegistrationFindingKind.MissingSubjectParameter, "$.token_endpoint_auth_method");

    [Test]
    public void Validate_refuses_two_subject_parameters_and_names_both()
    {
        ClientRegistrationReport report = Validate(Pki(("tls_client_auth_subject_dn", "CN=a"), ("tls_client_auth_san_dns", "a.example")));

        report.Findings.Should().OnlyContain(finding => finding.Kind == ClientRegistrationFindingKind.SeveralSubjectParameters);
        report.Findings.Select(finding => finding.Member).Should().Equal("tls_client_auth_subject_dn", "tls_client_auth_san_dns");
    }

    [TestCase("tls_client_auth_san_dns", "a.example")]
    [TestCase("tls_client_auth_root_dn", "CN=root")]
    public void Validate_refuses_a_parameter_of_tls_client_auth_beside_another_method(string name, string value)
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata[name] = value;

        Validate(metadata).Should().BeRefusedFor(ClientRegistrationFindingKind.UnexpectedSubjectParameter, "$." + name);
    }

    [Test]
    public void Validate_names_the_parameters_beside_another_method_in_their_order()
    {
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = "none",
            TlsClientAuthSanDns = "a.example",
            TlsClientAuthRootDn = "CN=root",
        };

        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { OtherMethods = ["none"] }).Validate(metadata)
            .Findings.Select(static finding => finding.Member).Should().Equal("tls_client_auth_san_dns", "tls_client_auth_root_dn");
    }

    [TestCase("tls_client_auth")]
    [TestCase("client_secret_basic")]
    [TestCase(null)]
    public void Validate_refuses_a_method_that_is_not_enabled(string? method)
    {
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = method,
            TlsClientAuthSanDns = method == "tls_client_auth" ? "a.example" : null,
        };

        new ClientRegistrationValidator().Validate(metadata)
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MethodNotSupported, "$.token_endpoint_auth_method");
    }

    [Test]
    public void Validate_accepts_a_method_of_the_servers_own()
    {
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions { OtherMethods = ["private_key_jwt"] });

        validator.Validate(new ClientMetadata { TokenEndpointAuthMethod = "private_key_jwt", JwksUri = "https://client.example/jwks" })
            .Findings.Should().BeEmpty();
    }

    [Test]
    public void Validate_refuses_jwks_together_with_jwks_uri()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["jwks_uri"] = "https://client.example/jwks";

        Validate(metadata).Should().BeRefusedFor(ClientRegistrationFindingKind.JwksAndJwksUri, "$.jwks_uri");
    }

    [TestCase(ClientAuthenticationMethods.PubKeyTlsClientAuth)]
    [TestCase(ClientAuthenticationMethods.SelfSignedTlsClientAuth)]
    public void Validate_refuses_a_key_bound_method_without_keys(string method) =>
        Validate(new JsonObject { ["token_endpoint_auth_method"] = method })
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MissingKeys, "$.token_endpoint_auth_method");

    [TestCase("http://client.example/jwks")]
    [TestCase("https://client.example/jwks#fragment")]
    [TestCase("https://client.example/jwks#")]
    [TestCase("https://user:password@client.example/jwks")]
    [TestCase("https://client.example\\@other.example/jwks")]
    [TestCase("//client.example/jwks")]
    [TestCase("https://")]
    [TestCase("https://client.example/a b")]
    [TestCase("file:///etc/passwd")]
    public void Validate_refuses_a_jwks_uri_that_is_not_plain_https(string uri) =>
        Validate(new JsonObject { ["token_endpoint_auth_method"] = ClientAuthenticationMethods.PubKeyTlsClientAuth, ["jwks_uri"] = uri })
            .Should().BeRefusedFor(ClientRegistrationFindingKind.InvalidJwksUri, "$.jwks_uri");

    [TestCase(true, null)]
    [TestCase(false, ClientRegistrationFindingKind.JwksUriNotSupported)]
    public void Validate_refuses_a_jwks_uri_that_the_server_does_not_read(bool supported, ClientRegistrationFindingKind? expected)
    {
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            JwksUri = "https://client.example/jwks",
        };

        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { SupportsJwksUri = supported }).Validate(metadata)
            .Findings.Select(finding => (ClientRegistrationFindingKind?)finding.Kind).SingleOrDefault().Should().Be(expected);
    }

    [Test]
    public void Validate_names_the_place_of_a_skipped_key_and_accepts_the_rest()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["jwks"]!["keys"]!.AsArray().Insert(0, JsonNode.Parse("""{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }"""));

        ClientRegistrationReport report = Validate(metadata);

        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Severity = ClientRegistrationSeverity.Warning,
            Kind = ClientRegistrationFindingKind.SkippedKey,
            Member = "jwks",
            Path = "$.jwks.keys[0].n",
        });
        report.Metadata.Should().NotBeNull();
    }

    [Test]
    public void Validate_names_a_key_that_is_no_object_by_its_place()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["jwks"]!["keys"]!.AsArray().Add(7);

        Validate(metadata).Findings.Should().ContainSingle().Which.Path.Should().Be("$.jwks.keys[1]");
    }

    [Test]
    public void Validate_refuses_a_key_whose_certificate_holds_another_key()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["jwks"]!["keys"]![0]!["x5c"] = new JsonArray(Convert.ToBase64String(
            TestCertificates.Ec().Create().ClientCertificate.RawData.Span));

        Validate(metadata).Should().BeRefusedFor(ClientRegistrationFindingKind.ContradictoryKey, "$.jwks.keys[0].x5c");
    }

    [Test]
    public void Validate_refuses_a_thumbprint_of_another_certificate()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: true);
        metadata["jwks"]!["keys"]![0]!["x5t#S256"] = new string('A', 43);

        Validate(metadata).Should().BeRefusedFor(ClientRegistrationFindingKind.ContradictoryKey, "$.jwks.keys[0]['x5t#S256']");
    }

    [Test]
    public void Validate_refuses_a_set_without_a_usable_key() =>
        Validate(JsonNode.Parse(
                """{ "token_endpoint_auth_method": "pub_key_tls_client_auth", "jwks": { "keys": [ { "kty": "X" } ] } }""")!.AsObject())
            .Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks.keys");

    [Test]
    public void Validate_reports_a_weak_key_and_refuses_a_set_that_has_no_other()
    {
        ClientCertificate weak = TestVectors.ReadCertificate("derived/rsa-1024.pem");
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, weak),
        };

        ClientRegistrationReport report = new ClientRegistrationValidator().Validate(metadata);

        report.Findings.Select(finding => finding.Kind).Should().Equal(
            ClientRegistrationFindingKind.WeakKey, ClientRegistrationFindingKind.NoUsableKey);
    }

    [Test]
    public void Validate_accepts_a_weak_key_that_the_policy_allows()
    {
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions
        {
            CertificatePolicy = new CertificatePolicy { MinimumRsaKeySize = 1024 },
        });

        validator.Validate(new ClientMetadata
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, TestVectors.ReadCertificate("derived/rsa-1024.pem")),
        }).Findings.Should().BeEmpty();
    }

    [Test]
    public void Validate_refuses_self_signed_tls_client_auth_without_any_certificate()
    {
        ClientRegistrationReport report = Validate(KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: false));

        report.Findings.Select(finding => (finding.Kind, finding.Path)).Should().Equal(
            (ClientRegistrationFindingKind.MissingX5c, "$.jwks.keys[0]"),
            (ClientRegistrationFindingKind.NoUsableKey, "$.jwks.keys"));
    }

    [Test]
    public void Validate_accepts_bare_keys_where_self_signed_tls_client_auth_compares_keys()
    {
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions
        {
            EnabledMethods = AllMethods,
            SelfSignedMatching = SelfSignedMatching.PublicKey,
        });

        validator.Validate(ToUtf8(KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: false)))
            .Findings.Should().BeEmpty();
    }

    [TestCase(91, ClientRegistrationFindingKind.ExpiredX5c, "has expired")]
    [TestCase(-2, ClientRegistrationFindingKind.NotYetValidX5c, "not valid yet")]
    public void Validate_flags_a_certificate_outside_its_validity(int days, ClientRegistrationFindingKind expected, string text)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow.AddDays(days));
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions { EnabledMethods = AllMethods }, clock);

        ClientRegistrationReport report = validator.Validate(
            ToUtf8(KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true)));

        ClientRegistrationFinding finding = report.Findings.Should().ContainSingle().Subject;
        (finding.Severity, finding.Kind, finding.Path).Should().Be((ClientRegistrationSeverity.Warning, expected, "$.jwks.keys[0].x5c"));
        finding.Text.Should().Contain(text);
        report.Metadata.Should().NotBeNull();
    }

    // RFC 5280 §4.1.2.5: both dates belong to the period.
    [Test]
    public void Validate_flags_no_certificate_at_the_ends_of_its_validity([Values] bool isLast)
    {
        FakeTimeProvider clock = new(isLast ? Certificate.NotAfter : Certificate.NotBefore);
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions { EnabledMethods = AllMethods }, clock);

        validator.Validate(ToUtf8(KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true)))
            .Findings.Should().BeEmpty();
    }

    [Test]
    public void Validate_refuses_what_only_the_server_decides()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true);
        metadata["self_signed_tls_client_auth_matching"] = "public_key";

        Validate(metadata).Should().BeRefusedFor(
            ClientRegistrationFindingKind.ServerMember, "$.self_signed_tls_client_auth_matching");
    }

    [Test]
    public void Validate_takes_what_the_server_decides_from_a_trusted_source()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: false);
        metadata["self_signed_tls_client_auth_matching"] = "public_key";
        ClientRegistrationValidator validator = new(
            new ClientRegistrationValidatorOptions { EnabledMethods = AllMethods, IsTrustedSource = true });

        validator.Validate(ToUtf8(metadata)).Findings.Should().BeEmpty();
    }

    [TestCase("true", true)]
    [TestCase("false", false)]
    public void Validate_understands_the_draft_name_of_bound_access_tokens(string value, bool expected)
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["mutual_tls_sender_constrained_access_tokens"] = JsonNode.Parse(value);
        metadata["software_id"] = "s1";

        ClientRegistrationReport report = Validate(metadata);

        ClientRegistrationFinding finding = report.Findings.Should().ContainSingle().Subject;
        finding.Kind.Should().Be(ClientRegistrationFindingKind.DraftName);
        finding.Text.Should().Contain("tls_client_certificate_bound_access_tokens");
        report.Metadata!.TlsClientCertificateBoundAccessTokens.Should().Be(expected);
        report.Metadata.AdditionalMembers!.Keys.Should().Equal("software_id");
    }

    [Test]
    public void Validate_binds_tokens_when_the_draft_name_is_the_only_other_member()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["mutual_tls_sender_constrained_access_tokens"] = true;

        Validate(metadata).Metadata!.AdditionalMembers.Should().BeNull();
    }

    [TestCase("null")]
    [TestCase("\"\"")]
    public void Validate_takes_an_empty_draft_name_for_none(string value)
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["mutual_tls_sender_constrained_access_tokens"] = JsonNode.Parse(value);

        ClientRegistrationReport report = Validate(metadata);

        report.Findings.Should().BeEmpty();
        report.Metadata!.TlsClientCertificateBoundAccessTokens.Should().BeFalse();
        report.Metadata.AdditionalMembers.Should().BeNull();
    }

    [Test]
    public void Validate_refuses_a_draft_name_of_the_wrong_type()
    {
        JsonObject metadata = KeyBound(ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false);
        metadata["mutual_tls_sender_constrained_access_tokens"] = "yes";

        ClientRegistrationReport report = Validate(metadata);

        report.Should().BeRefusedFor(
            ClientRegistrationFindingKind.MalformedMetadata, "$.mutual_tls_sender_constrained_access_tokens");
        report.Error!.ErrorDescription.Should().Contain("not a boolean");
    }

    [TestCase("", "$")]
    [TestCase("[]", "$")]
    [TestCase("""{ "client_name": 1 }""", "$.client_name")]
    [TestCase("""{ "jwks": { "keys": [ { "kty": "oct", "k": "AAAA" } ] } }""", "$.jwks")]
    [TestCase("""{ "jwks": { "keys": [ { "kty": "EC", "d": "AAAA" } ] } }""", "$.jwks")]
    [TestCase("""{ "jwks_uri": "https://a.example", "jwks_uri": "https://b.example" }""", "$")]
    public void Validate_refuses_text_that_is_no_client_metadata(string json, string path) =>
        new ClientRegistrationValidator().Validate(Encoding.UTF8.GetBytes(json))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MalformedMetadata, path);

    [Test]
    public void Error_is_the_first_error_and_has_only_characters_that_oauth_allows()
    {
        ClientRegistrationReport report = Validate(Pki(("tls_client_auth_subject_dn", "\"\\ü"), ("tls_client_auth_san_ip", "\u0001")));

        report.Error!.Error.Should().Be("invalid_client_metadata");
        report.Error.StatusCode.Should().Be(400);
        report.Error.ErrorDescription.Should().StartWith("$.tls_client_auth_subject_dn: ");
        report.Error.ErrorDescription.Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
    }

    [Test]
    public void Constructor_refuses_an_unknown_method()
    {
        Action create = () => _ = new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { EnabledMethods = ["tls"] });

        create.Should().Throw<ArgumentException>().WithMessage("The method 'tls' is not known.*");
    }

    private static ClientRegistrationReport Validate(JsonObject metadata) =>
        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { EnabledMethods = AllMethods }).Validate(ToUtf8(metadata));

    private static byte[] ToUtf8(JsonObject metadata) => Encoding.UTF8.GetBytes(metadata.ToJsonString());

    private static JsonObject KeyBound(string method, bool includeX5c)
    {
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = method,
            Jwks = ClientJwkSet.FromCertificates(includeX5c, Certificate),
        };
        return JsonNode.Parse(metadata.ToUtf8Json())!.AsObject();
    }

    private static JsonObject Pki(params (string Name, string Value)[] parameters)
    {
        JsonObject metadata = new() { ["token_endpoint_auth_method"] = ClientAuthenticationMethods.TlsClientAuth };
        foreach ((string name, string value) in parameters)
        {
            metadata[name] = value;
        }

        return metadata;
    }
}
