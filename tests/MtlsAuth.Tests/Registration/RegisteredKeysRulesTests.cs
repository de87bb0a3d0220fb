using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.Tests.KeySets;

namespace MtlsAuth.Tests.Registration;

public sealed class RegisteredKeysRulesTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;

    private static JsonObject Jwk => Validating.JwkOf(Certificate);

    [TestCase("n", "AAAA", "leading zero octet")]
    [TestCase("e", "AAEAAQ", "leading zero octet")]
    [TestCase("e", "AQA=", "padding")]
    public void The_error_response_says_why_the_only_key_cannot_be_used(string member, string value, string expected)
    {
        ClientRegistrationReport report = Validating.Validate(Validating.PubKey(TestJwks.Rsa.With(member, value)));

        report.Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks.keys");
        report.Error!.ErrorDescription.Should().Contain($"$.jwks.keys[0].{member}: ").And.Contain(expected);
        report.Error.ErrorDescription.Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
    }

    [Test]
    public void The_error_response_says_so_for_each_key_but_not_for_a_thousand()
    {
        JsonNode?[] keys = [.. Enumerable.Repeat(TestJwks.P256.Without("y"), 20)];

        string description = Validating.Validate(Validating.PubKey(keys)).Error!.ErrorDescription;

        description.Should().Contain("$.jwks.keys[4].y: The key is not used: MissingMember.").And.NotContain("keys[5]");
    }

    [Test]
    public void A_short_coordinate_is_reported_at_its_own_member([Values("x", "y")] string member)
    {
        string coordinate = Base64UrlEncoder.Encode(Base64UrlEncoder.DecodeBytes(TestJwks.P256[member]!.GetValue<string>())[1..]);

        Validating.Validate(Validating.PubKey(TestJwks.P256.With(member, coordinate))).Findings[0].ToString()
            .Should().Be($"$.jwks.keys[0].{member}: The key is not used: WrongLength (31 octets instead of 32).");
    }

    [Test]
    public void An_unreadable_x5c_is_a_warning_where_keys_are_compared()
    {
        ClientRegistrationReport report = Validating.Validate(Validating.PubKey(SpoilX5c(Jwk)));

        report.Metadata.Should().NotBeNull();
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new ClientRegistrationFinding(
            ClientRegistrationSeverity.Warning,
            ClientRegistrationFindingKind.UnusableKeyMember,
            "jwks",
            "$.jwks.keys[0].x5c",
            "The member has no effect: InvalidX5c (not base64 of one certificate: it has the markers of PEM)."));
    }

    [Test]
    public void An_unreadable_x5c_refuses_where_certificates_are_compared_and_the_answer_says_why()
    {
        ClientRegistrationReport report = Validating.Validate(Validating.SelfSigned(SpoilX5c(Jwk)));

        report.Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks.keys");
        report.Error!.ErrorDescription.Should().Contain("$.jwks.keys[0].x5c: ").And.Contain("not base64 of one certificate");
        report.Findings.Select(finding => finding.Kind).Should().Equal(
            ClientRegistrationFindingKind.UnusableKeyMember, ClientRegistrationFindingKind.NoUsableKey);
    }

    [Test]
    public void A_set_without_keys_is_named_as_such() =>
        Validating.Validate(Validating.PubKey()).Error!.ErrorDescription.Should()
            .Be("$.jwks.keys: No key can authenticate the client. The set has no keys.");

    [TestCaseSource(nameof(Explained))]
    public void A_finding_says_what_is_wrong(JsonObject metadata, ClientRegistrationFindingKind kind, string text) =>
        Validating.Validate(metadata, new ClientRegistrationValidatorOptions { SupportsJwksUri = true })
            .Findings.Should().ContainSingle(finding => finding.Kind == kind).Which.Text.Should().Contain(text);

    [Test]
    public void Keys_of_a_method_that_compares_none_need_not_be_usable() =>
        Validating.Validate(
            Validating.PubKey().With("token_endpoint_auth_method", "private_key_jwt"),
            new ClientRegistrationValidatorOptions { OtherMethods = ["private_key_jwt"] }).Findings.Should().BeEmpty();

    [TestCase(2048, true)]
    [TestCase(2049, false)]
    public void A_jwks_uri_has_up_to_2048_characters(int length, bool isAccepted) =>
        Fetched().Validate(Fetching with { JwksUri = "https://c.example/".PadRight(length, 'a') }).Findings
            .Any(static finding => finding.Kind == ClientRegistrationFindingKind.InvalidJwksUri).Should().Be(!isAccepted);

    [Test]
    public void A_thumbprint_that_is_none_is_a_warning([Values("x5t", "x5t#S256")] string member)
    {
        ClientRegistrationReport report = Validating.Validate(Validating.SelfSigned(Jwk.With(member, "none")));

        report.Metadata.Should().NotBeNull();
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Severity = ClientRegistrationSeverity.Warning, Kind = ClientRegistrationFindingKind.UnusableKeyMember, Member = "jwks" });
    }

    [Test]
    public void A_thumbprint_in_another_spelling_is_no_finding() =>
        Validating.Validate(Validating.SelfSigned(Jwk.With("x5t#S256", Convert.ToHexString(Certificate.Thumbprint.ToArray()))))
            .Findings.Should().BeEmpty();

    [Test]
    public void A_thumbprint_of_another_certificate_refuses_in_any_spelling() =>
        Validating.Validate(Validating.PubKey(Jwk.With("x5t", Convert.ToHexString(new byte[20]))))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.ContradictoryKey, "$.jwks.keys[0].x5t");

    [Test]
    public void A_certificate_of_another_key_refuses_also_where_keys_are_compared()
    {
        string other = Convert.ToBase64String(TestCertificates.Ec().Create().ClientCertificate.RawData.Span);

        Validating.Validate(Validating.PubKey(Jwk.With("x5c", new JsonArray(other))))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.ContradictoryKey, "$.jwks.keys[0].x5c");
    }

    [Test]
    public void Members_that_hold_nothing_are_no_finding() =>
        Validating.Validate(Validating.PubKey(TestJwks.Rsa
            .With("oth", new JsonArray()).With("key_ops", new JsonArray()).With("x5c", new JsonArray()).With("d", null)))
            .Findings.Should().BeEmpty();

    [Test]
    public void A_key_without_numbers_is_refused_in_JSON() =>
        Validating.Validate(Validating.SelfSigned(Jwk.Without("x").Without("y")))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks.keys");

    [Test]
    public void A_key_that_was_taken_from_its_certificate_is_told_of()
    {
        JsonWebKeySet source = new();
        source.Keys.Add(new JsonWebKey { X5c = { Convert.ToBase64String(Certificate.RawData.Span) } });
        ClientJwkSet.TryCreate(source, out ClientJwkSet? keys, out _);
        ClientMetadata metadata = new()
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = keys,
        };

        ClientRegistrationReport report = new ClientRegistrationValidator(new() { EnabledMethods = Validating.AllMethods })
            .Validate(metadata);

        report.Metadata.Should().NotBeNull();
        ClientRegistrationFinding finding = report.Findings.Should().ContainSingle().Subject;
        (finding.Severity, finding.Kind, finding.Path).Should().Be(
            (ClientRegistrationSeverity.Information, ClientRegistrationFindingKind.KeyTakenFromX5c, "$.jwks.keys[0].x5c"));
        finding.Text.Should().Contain("got those of its certificate");
    }

    [Test]
    public void Key_sets_keep_to_the_limits_of_the_server() =>
        Validating.Validate(
            Validating.PubKey(TestJwks.P256, TestJwks.Rsa),
            new ClientRegistrationValidatorOptions { MaximumKeyCount = 1 })
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MalformedMetadata, "$.jwks");

    [Test]
    public void A_jwks_uri_is_refused_by_default() =>
        Validating.Validate(new JsonObject
        {
            ["token_endpoint_auth_method"] = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            ["jwks_uri"] = "https://client.example/jwks",
        }).Should().BeRefusedFor(ClientRegistrationFindingKind.JwksUriNotSupported, "$.jwks_uri");

    private static JsonObject SpoilX5c(JsonObject jwk) =>
        jwk.With("x5c", new JsonArray(jwk["x5c"]![0]!.GetValue<string>() + "-----END CERTIFICATE-----"));

    [Test]
    public void Keys_behind_jwks_uri_are_checked_like_those_in_jwks()
    {
        ClientJwkSetResult fetched = ClientJwkSetResult.Current(TestJwks.Read(TestJwks.P256.Without("y"), SpoilX5c(Jwk)));

        ClientRegistrationReport report = Fetched().Validate(Fetching, fetched);

        report.Metadata.Should().NotBeNull();
        report.Findings.Select(static finding => finding.ToString()).Should().Equal(
            "$.jwks_uri.keys[0].y: The key is not used: MissingMember.",
            "$.jwks_uri.keys[1].x5c: The member has no effect: InvalidX5c (not base64 of one certificate: it has the markers of PEM).");
        report.Findings[0].Member.Should().Be("jwks_uri");
    }

    [Test]
    public void A_set_behind_jwks_uri_without_usable_key_is_refused()
    {
        Fetched().Validate(Fetching, ClientJwkSetResult.Current(ClientJwkSet.Empty))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks_uri.keys");
        Fetched().Validate(
            Fetching with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth },
            ClientJwkSetResult.Current(ClientJwkSet.FromCertificates(includeX5c: false, Certificate)))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks_uri.keys");
    }

    [Test]
    public void A_jwks_uri_without_key_set_is_refused_and_nothing_of_the_cause_is_repeated()
    {
        ClientRegistrationReport report = Fetched().Validate(Fetching, ClientJwkSetResult.Unusable("10.0.0.7 refuses"));

        report.Should().BeRefusedFor(ClientRegistrationFindingKind.JwksUriUnusable, "$.jwks_uri");
        report.Error!.ErrorDescription.Should().Contain("No JWK Set is there").And.NotContain("10.0.0.7");
    }

    [Test]
    public void What_was_fetched_is_checked_beside_a_body_as_well()
    {
        byte[] body = Fetching.ToUtf8Json();

        Fetched().Validate(body, ClientJwkSetResult.Current(ClientJwkSet.Empty))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.NoUsableKey, "$.jwks_uri.keys");
        Fetched().Validate("{"u8, ClientJwkSetResult.Current(ClientJwkSet.Empty))
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MalformedMetadata, "$");
        FluentActions.Invoking(() => Fetched().Validate(body, null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void A_jwks_uri_that_does_not_answer_is_a_warning()
    {
        ClientRegistrationReport report = Fetched().Validate(Fetching, ClientJwkSetResult.Unavailable("no answer"));

        report.Metadata.Should().NotBeNull();
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new ClientRegistrationFinding(
            ClientRegistrationSeverity.Warning,
            ClientRegistrationFindingKind.JwksUriUnavailable,
            "jwks_uri",
            "$.jwks_uri",
            "The keys cannot be fetched at the moment."));
    }

    [Test]
    public void What_was_fetched_for_a_client_without_jwks_uri_does_not_count() =>
        Fetched().Validate(
            Fetching with { JwksUri = null, Jwks = ClientJwkSet.FromCertificates(includeX5c: false, Certificate) },
            ClientJwkSetResult.Unusable("never asked for")).Findings.Should().BeEmpty();

    private static ClientMetadata Fetching => new()
    {
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        JwksUri = "https://c.example/jwks",
    };

    private static IEnumerable<TestCaseData> Explained()
    {
        string other = Convert.ToBase64String(TestCertificates.Ec().Create().ClientCertificate.RawData.Span);
        JsonObject bare = Validating.SelfSigned(Jwk.Without("x5c"));
        yield return Case(
            Validating.PubKey(Jwk).With("jwks_uri", "http://c.example/"),
            ClientRegistrationFindingKind.InvalidJwksUri,
            "absolute https URL of up to 2048 characters");
        yield return Case(
            Validating.PubKey(Jwk.With("x5c", new JsonArray(other))),
            ClientRegistrationFindingKind.ContradictoryKey,
            "contradict each other");
        yield return Case(bare, ClientRegistrationFindingKind.MissingX5c, "no certificate in x5c");
        yield return Case(
            bare, ClientRegistrationFindingKind.NoUsableKey, "No key has a certificate in x5c that can authenticate the client.");

        static TestCaseData Case(JsonObject metadata, ClientRegistrationFindingKind kind, string text) =>
            new TestCaseData(metadata, kind, text).SetArgDisplayNames($"{kind}");
    }

    private static ClientRegistrationValidator Fetched() =>
        new(new ClientRegistrationValidatorOptions { EnabledMethods = Validating.AllMethods, SupportsJwksUri = true });
}
