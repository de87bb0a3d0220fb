using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>
/// <c>pub_key_tls_client_auth</c> compares keys, <c>self_signed_tls_client_auth</c> certificates; and nothing else counts.
/// </summary>
public sealed class KeyBoundMethodTests
{
    private static readonly ClientCertificate A = Authenticating.Vector("a-self-signed");
    private static readonly ClientCertificate B = Authenticating.Vector("b-self-signed-same-names");

    [TestCaseSource(nameof(Decisions))]
    public async Task AuthenticateAsync_decides_as_the_derived_vectors_say(
        string method, bool withX5c, bool ignoreValidity, string file, ClientAuthenticationFailureReason expected)
    {
        Authenticating subject = new()
        {
            Client = new() { ClientId = "c", TokenEndpointAuthMethod = method, Jwks = ClientJwkSet.FromCertificates(withX5c, A) },
            Options = new()
            {
                EnabledMethods = [method],
                CertificatePolicy = new() { ValidityPeriod = ignoreValidity ? CertificateCheck.Ignore : CertificateCheck.Enforce },
            },
        };

        (await subject.ReasonFor(TestVectors.ReadCertificate($"derived/{file}"))).Should().Be(expected);
    }

    [TestCase("a-compressed-point", "a-self-signed")]
    [TestCase("rsa-no-null", "rsa-self-signed")]
    [TestCase("rsa-pss-spki", "rsa-self-signed")]
    [TestCase("rsa-self-signed", "rsa-pss-spki")]
    public async Task PubKey_accepts_another_encoding_of_the_registered_key(string presented, string registered) =>
        (await new Authenticating { Client = Authenticating.PubKeyClient(Authenticating.Vector(registered)) }
            .With(Authenticating.Vector(presented))).IsAuthenticated.Should().BeTrue();

    [TestCase("ed25519-rfc8037-key")]
    [TestCase("p521-rfc7520-key")]
    public async Task PubKey_accepts_published_keys(string name) =>
        (await new Authenticating { Client = Authenticating.PubKeyClient(Authenticating.Vector(name)) }
            .With(Authenticating.Vector(name))).IsAuthenticated.Should().BeTrue();

    [Test]
    public async Task PubKey_refuses_a_certificate_with_issuer_and_serial_number_of_the_registered_one()
    {
        byte[] serial = [1, 2, 3];
        ClientCertificate registered = TestCertificates.Ec().WithSubject("CN=c").WithSerialNumber([.. serial]).Create().ClientCertificate;
        ClientCertificate other = TestCertificates.Ec().WithSubject("CN=c").WithSerialNumber([.. serial]).Create().ClientCertificate;
        Authenticating subject = new() { Clock = TimeProvider.System };

        (await (subject with { Client = Authenticating.PubKeyClient(registered) }).ReasonFor(other))
            .Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        (await (subject with { Client = Authenticating.SelfSignedClient(registered) }).ReasonFor(other))
            .Should().Be(ClientAuthenticationFailureReason.CertificateNotRegistered);
    }

    [Test]
    public async Task PubKey_refuses_a_certificate_that_the_registered_key_issued()
    {
        using X509Certificate2 registered = TestCertificates.Authority("CN=c").Create().ToX509Certificate2();
        ClientCertificate issued = TestCertificates.Ec().WithSubject("CN=c").IssuedBy(registered).Create().ClientCertificate;
        ClientCertificate own = ClientCertificate.FromX509Certificate2(registered);

        (await new Authenticating { Client = Authenticating.PubKeyClient(own), Clock = TimeProvider.System }.ReasonFor(issued, own))
            .Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
    }

    [Test]
    public async Task PubKey_does_not_care_for_the_signature()
    {
        ClientCertificate rubbish = new CertificateParts().ReadCertificate();

        (await new Authenticating { Client = Authenticating.PubKeyClient(rubbish) }.With(rubbish)).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task PubKey_accepts_a_certificate_authority_as_leaf()
    {
        ClientCertificate authority = TestCertificates.Ec().AsAuthority().Create().ClientCertificate;

        (await new Authenticating { Client = Authenticating.PubKeyClient(authority), Clock = TimeProvider.System }.With(authority))
            .IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task SelfSigned_matches_the_registered_certificate_of_several()
    {
        ClientAuthenticationResult result = await new Authenticating
        {
            Client = Authenticating.SelfSignedClient(B, Authenticating.Vector("a-renewed"), A),
        }.With(A);

        result.MatchedKey!.Certificate!.Thumbprint.Should().Be(A.Thumbprint);
    }

    [Test]
    public async Task SelfSigned_refuses_a_client_that_registered_a_bare_key()
    {
        ClientMetadata client = Authenticating.SelfSignedClient() with { Jwks = ClientJwkSet.FromCertificates(false, A) };

        (await new Authenticating { Client = client }.ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.CertificateNotRegistered);
    }

    [TestCase(SelfSignedMatching.Certificate, null, false)]
    [TestCase(SelfSignedMatching.PublicKey, null, true)]
    [TestCase(SelfSignedMatching.Certificate, SelfSignedMatching.PublicKey, true)]
    [TestCase(SelfSignedMatching.PublicKey, SelfSignedMatching.Certificate, false)]
    public async Task SelfSignedMatching_is_the_clients_or_else_the_servers(
        SelfSignedMatching server, SelfSignedMatching? client, bool accepted)
    {
        Authenticating subject = new();
        subject = subject with
        {
            Client = Authenticating.SelfSignedClient(A) with { SelfSignedMatching = client },
            Options = subject.Options.With(selfSignedMatching: server),
        };

        (await subject.With(Authenticating.Vector("a-renewed"))).IsAuthenticated.Should().Be(accepted);
        (await subject.With(Authenticating.Vector("b-signed-by-a"))).IsAuthenticated.Should().BeFalse();
        (await subject.With(B)).FailureReason.Should().Be(
            accepted
                ? ClientAuthenticationFailureReason.PublicKeyNotRegistered
                : ClientAuthenticationFailureReason.CertificateNotRegistered);
    }

    [Test]
    public async Task SelfSignedMatching_changes_nothing_for_the_public_key_method()
    {
        ClientMetadata client = Authenticating.PubKeyClient(A) with { SelfSignedMatching = SelfSignedMatching.Certificate };

        (await new Authenticating { Client = client }.With(Authenticating.Vector("a-renewed"))).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task The_registered_method_decides_and_not_the_look_of_the_certificate()
    {
        Authenticating subject = new() { Client = Authenticating.PubKeyClient(A) with { TokenEndpointAuthMethod = "tls_client_auth" } };

        (await subject.ReasonFor(A)).Should().Be(ClientAuthenticationFailureReason.InvalidSubjectParameter);
        (await new Authenticating { Client = Authenticating.PubKeyClient(A) with { TlsClientAuthSubjectDn = "CN=x" } }
            .With(Authenticating.Vector("a-ca-signed"))).IsAuthenticated.Should().BeTrue();
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public async Task A_client_with_both_or_neither_of_jwks_and_jwks_uri_has_no_keys(bool jwks, bool uri)
    {
        StubJwkSetSource source = new();
        ClientMetadata client = Authenticating.PubKeyClient(A);
        client = client with { Jwks = jwks ? client.Jwks : null, JwksUri = uri ? "https://c.example" : null };

        (await new Authenticating { Client = client, JwkSetSource = source }.ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.NoUsableKey);
        source.Refreshes.Should().BeEmpty();
    }

    [Test]
    public async Task A_client_with_an_empty_set_has_no_keys() =>
        (await new Authenticating { Client = Authenticating.PubKeyClient() }.ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.NoUsableKey);

    [Test]
    public async Task A_client_with_jwks_uri_has_no_keys_where_nobody_fetches_them() =>
        (await Fetching(null).ReasonFor(A)).Should().Be(ClientAuthenticationFailureReason.NoUsableKey);

    [Test]
    public async Task The_source_is_asked_once_when_the_key_matches()
    {
        StubJwkSetSource source = new(() => Keys(A));

        (await Fetching(source).With(A)).IsAuthenticated.Should().BeTrue();

        source.Refreshes.Should().Equal(false);
    }

    [Test]
    public async Task The_source_is_asked_once_more_when_the_client_may_have_rotated_its_keys()
    {
        StubJwkSetSource source = new(() => Keys(B), () => Keys(A));

        (await Fetching(source).With(A)).IsAuthenticated.Should().BeTrue();

        source.Refreshes.Should().Equal(false, true);
    }

    [Test]
    public async Task The_source_is_asked_twice_at_most()
    {
        StubJwkSetSource source = new(() => Keys(B), () => Keys(B), () => Keys(A));

        (await Fetching(source).ReasonFor(A)).Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);

        source.Refreshes.Should().Equal(false, true);
    }

    [Test]
    public async Task The_same_set_again_is_not_searched_again()
    {
        ClientJwkSetResult keys = Keys(B);

        (await Fetching(new StubJwkSetSource(() => keys, () => keys)).ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
    }

    [Test]
    public async Task What_cannot_be_used_as_keys_is_the_clients_fault_and_not_asked_for_again()
    {
        StubJwkSetSource source = new(() => ClientJwkSetResult.Unusable("it is HTML"));

        ClientAuthenticationResult result = await Fetching(source).With(A);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnusable);
        result.FailureDetail.Should().Be("it is HTML");
        result.Error!.Error.Should().Be("invalid_client");
        source.Refreshes.Should().Equal(false);
    }

    [Test]
    public async Task Keys_that_cannot_be_had_say_nothing_about_the_client_and_are_not_asked_for_again()
    {
        StubJwkSetSource source = new(() => ClientJwkSetResult.Unavailable("no answer"));

        ClientAuthenticationResult result = await Fetching(source).With(A);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
        result.FailureDetail.Should().Be("no answer");
        result.Error!.StatusCode.Should().Be(503);
        source.Refreshes.Should().Equal(false);
    }

    [Test]
    public async Task Keys_that_are_old_say_who_the_client_is() =>
        (await Fetching(new StubJwkSetSource(() => ClientJwkSetResult.Stale(SetOf(A)))).With(A)).IsAuthenticated.Should().BeTrue();

    [Test]
    public async Task Keys_that_are_old_do_not_say_who_the_client_is_not()
    {
        StubJwkSetSource source = new(
            () => Keys(B), () => ClientJwkSetResult.Stale(SetOf(B), "fetched an hour ago, and not again since: TimedOut"));

        ClientAuthenticationResult result = await Fetching(source).With(A);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
        result.FailureDetail.Should().StartWith("presented key").And.EndWith("; fetched an hour ago, and not again since: TimedOut");
        result.Error!.StatusCode.Should().Be(503);
    }

    [Test]
    public async Task Keys_that_are_gone_at_the_second_look_are_told_apart_from_keys_that_do_not_match()
    {
        (await Fetching(new StubJwkSetSource(() => Keys(B), () => ClientJwkSetResult.Unusable("HTML"))).ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.ClientKeysUnusable);
        (await Fetching(new StubJwkSetSource(() => Keys(B), () => ClientJwkSetResult.Unavailable("no answer"))).ReasonFor(A))
            .Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
    }

    [Test]
    public async Task How_old_the_keys_are_is_said_where_none_matches()
    {
        ClientAuthenticationResult result = await Fetching(
            new StubJwkSetSource(() => Keys(B), () => ClientJwkSetResult.Current(SetOf(B), "fetched 3 s ago"))).With(A);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        result.FailureDetail.Should().StartWith("presented key").And.EndWith("; fetched 3 s ago");
    }

    [Test]
    public void A_result_with_keys_has_keys()
    {
        FluentActions.Invoking(() => ClientJwkSetResult.Current(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientJwkSetResult.Stale(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public async Task Keys_that_cannot_be_fetched_say_nothing_about_the_client()
    {
        ClientAuthenticationResult first = await Fetching(
            new StubJwkSetSource(() => throw new ClientMetadataUnavailableException("gone"))).With(A);
        ClientAuthenticationResult second = await Fetching(
            new StubJwkSetSource(() => Keys(B), () => throw new ClientMetadataUnavailableException("gone"))).With(A);

        first.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
        second.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
        first.Error!.StatusCode.Should().Be(503);
    }

    [Test]
    public async Task SelfSigned_finds_certificates_behind_jwks_uri()
    {
        Authenticating subject = Fetching(new StubJwkSetSource(() => Keys(B), () => ClientJwkSetResult.Current(ClientJwkSet.FromCertificates(true, A))));

        (await (subject with { Client = subject.Client with { TokenEndpointAuthMethod = "self_signed_tls_client_auth" } }).With(A))
            .IsAuthenticated.Should().BeTrue();
    }

    private static IEnumerable<TestCaseData> Decisions()
    {
        JsonElement decisions = TestVectors.ReadJson("derived/derived.json").GetProperty("decisions");
        foreach ((string method, string key, bool withX5c) in new[]
        {
            ("pub_key_tls_client_auth", "pub_key_tls_client_auth", true),
            ("pub_key_tls_client_auth", "pub_key_tls_client_auth", false),
            ("self_signed_tls_client_auth", "self_signed_tls_client_auth_rfc8705", true),
        })
        {
            JsonElement table = decisions.GetProperty(key);
            ClientAuthenticationFailureReason mismatch = withX5c && method.StartsWith('s')
                ? ClientAuthenticationFailureReason.CertificateNotRegistered
                : ClientAuthenticationFailureReason.PublicKeyNotRegistered;
            foreach (bool ignoreValidity in new[] { false, true })
            {
                foreach (string file in Files(table, "accept"))
                {
                    yield return new TestCaseData(method, withX5c, ignoreValidity, file, ClientAuthenticationFailureReason.None);
                }

                foreach (string file in Files(table, "reject"))
                {
                    bool expires = file == "a-expired.pem" && !ignoreValidity;
                    yield return new TestCaseData(
                        method, withX5c, ignoreValidity, file, expires ? ClientAuthenticationFailureReason.CertificateExpired : mismatch);
                }

                foreach (string file in Files(table, "accept_if_validity_is_not_checked"))
                {
                    yield return new TestCaseData(
                        method,
                        withX5c,
                        ignoreValidity,
                        file,
                        ignoreValidity ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.CertificateExpired);
                }
            }
        }
    }

    private static IEnumerable<string> Files(JsonElement table, string name) =>
        table.TryGetProperty(name, out JsonElement files) ? files.EnumerateArray().Select(file => file.GetString()!) : [];

    private static ClientJwkSetResult Keys(ClientCertificate certificate) => ClientJwkSetResult.Current(SetOf(certificate));

    private static ClientJwkSet SetOf(ClientCertificate certificate) => ClientJwkSet.FromCertificates(includeX5c: false, certificate);

    private static Authenticating Fetching(IClientJwkSetSource? source) => new()
    {
        Client = Authenticating.PubKeyClient() with { Jwks = null, JwksUri = "https://c.example/jwks" },
        JwkSetSource = source,
    };
}
