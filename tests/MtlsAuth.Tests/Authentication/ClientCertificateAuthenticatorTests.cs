using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Authentication;

public sealed class ClientCertificateAuthenticatorTests
{
    private static readonly ClientCertificate Registered = Authenticating.Vector("a-self-signed");
    private static readonly ClientCertificate Other = Authenticating.Vector("b-self-signed-same-names");
    private static readonly Authenticating Subject = new() { Client = Authenticating.PubKeyClient(Registered) };

    [Test]
    public async Task AuthenticateAsync_says_who_the_client_is()
    {
        ClientAuthenticationResult result = await Subject.With(Registered);

        result.IsAuthenticated.Should().BeTrue();
        result.Client!.Metadata.Should().BeSameAs(Subject.Client);
        result.ClientId.Should().Be("c");
        result.Method.Should().Be("pub_key_tls_client_auth");
        result.Certificate.Should().BeSameAs(Registered);
        result.MatchedKey.Should().BeSameAs(Subject.Client.Jwks!.Keys[0]);
        result.Error.Should().BeNull();
        result.FailureDetail.Should().BeNull();
        result.ReportedViolations.Should().BeEmpty();
    }

    [Test]
    public async Task AuthenticateAsync_refuses_a_malformed_request() =>
        await Fails(Subject, Request(isMalformed: true), ClientAuthenticationFailureReason.MalformedRequest, "invalid_request", 400);

    [TestCase("client_id is repeated")]
    [TestCase(" !#[]~", Description = "the first and last of the ranges of RFC 6749 §5.2")]
    public async Task AuthenticateAsync_says_what_is_malformed(string detail)
    {
        ClientAuthenticationResult result = await Subject.With(
            new ClientAuthenticationRequest { Malformation = detail });

        result.FailureDetail.Should().Be(detail);
        result.Error.Should().BeEquivalentTo(new OAuthError("invalid_request", detail, 400));
    }

    [TestCase("a \"quoted\" value")]
    [TestCase("back\\slash")]
    [TestCase("two\nlines")]
    [TestCase("caf\u00E9")]
    [TestCase("deleted\u007F")]
    [TestCase("")]
    public async Task AuthenticateAsync_tells_the_client_nothing_in_characters_that_OAuth_does_not_allow(string detail)
    {
        ClientAuthenticationResult result = await Subject.With(
            new ClientAuthenticationRequest { Malformation = detail });

        result.FailureDetail.Should().Be(detail);
        result.Error!.ErrorDescription.Should().Be("The request is malformed or repeats a parameter");
    }

    [Test]
    public async Task AuthenticateAsync_gives_up_a_request_whose_client_went_away() =>
        await Fails(
            Subject,
            new() { IsAborted = true, Malformation = "m", ClientId = "c", Presented = PresentedCertificate.Of(Registered) },
            ClientAuthenticationFailureReason.RequestAborted,
            "invalid_request",
            400);

    [TestCase(null)]
    [TestCase("")]
    public async Task AuthenticateAsync_refuses_a_request_without_client_id(string? clientId) =>
        await Fails(Subject, Request(clientId), ClientAuthenticationFailureReason.MissingClientId);

    [TestCase("C")]
    [TestCase("c ")]
    [TestCase("CN=a")]
    public async Task AuthenticateAsync_refuses_an_unknown_client(string clientId) =>
        await Fails(Subject, Request(clientId), ClientAuthenticationFailureReason.UnknownClient);

    [TestCase(null)]
    [TestCase("client_secret_basic")]
    [TestCase("private_key_jwt")]
    [TestCase("none")]
    [TestCase("PUB_KEY_TLS_CLIENT_AUTH")]
    public async Task AuthenticateAsync_refuses_a_client_of_another_method_although_the_certificate_fits(string? method) =>
        await Fails(
            Subject with { Client = Subject.Client with { TokenEndpointAuthMethod = method } },
            Request(),
            ClientAuthenticationFailureReason.NotAMutualTlsClient);

    [TestCase("pub_key_tls_client_auth")]
    [TestCase("self_signed_tls_client_auth")]
    [TestCase("tls_client_auth")]
    public async Task AuthenticateAsync_names_a_method_that_is_not_enabled(string method)
    {
        Authenticating subject = new()
        {
            Client = Subject.Client with { TokenEndpointAuthMethod = method },
            Options = new() { EnabledMethods = [method == "tls_client_auth" ? "pub_key_tls_client_auth" : "tls_client_auth"] },
        };

        ClientAuthenticationResult result = await subject.With(Registered);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.MethodNotEnabled);
        result.Error.Should().BeEquivalentTo(new OAuthError(
            "invalid_client", $"The server does not support the client authentication method {method}", 401));
    }

    [TestCase("pub_key_tls_client_auth")]
    [TestCase("self_signed_tls_client_auth")]
    [TestCase("tls_client_auth")]
    public async Task AuthenticateAsync_keeps_a_method_that_is_not_enabled_to_itself_where_the_server_wants_that(string method) =>
        await Fails(
            new Authenticating
            {
                Client = Subject.Client with { TokenEndpointAuthMethod = method },
                Options = new()
                {
                    EnabledMethods = [method == "tls_client_auth" ? "pub_key_tls_client_auth" : "tls_client_auth"],
                    RevealUnsupportedMethod = false,
                },
            },
            Request(),
            ClientAuthenticationFailureReason.MethodNotEnabled);

    [Test]
    public async Task AuthenticateAsync_refuses_a_second_credential() =>
        await Fails(Subject, Request(hasOther: true), ClientAuthenticationFailureReason.MultipleCredentials);

    [Test]
    public async Task AuthenticateAsync_refuses_a_certificate_that_could_not_be_read()
    {
        PresentedCertificate unreadable = PresentedCertificate.Refused(CertificateFormatError.CurveNotNamed);
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = unreadable };

        ClientAuthenticationResult result = await Fails(Subject, request, ClientAuthenticationFailureReason.CertificateRefused);

        result.Presented.Error.Should().Be(CertificateFormatError.CurveNotNamed);
    }

    [Test]
    public async Task AuthenticateAsync_refuses_a_request_without_certificate() =>
        await Fails(Subject, new() { ClientId = "c" }, ClientAuthenticationFailureReason.MissingCertificate);

    [Test]
    public async Task AuthenticateAsync_refuses_a_key_that_is_not_registered() =>
        await Fails(Subject, Request(certificate: Other), ClientAuthenticationFailureReason.PublicKeyNotRegistered);

    [Test]
    public async Task AuthenticateAsync_can_be_cancelled()
    {
        CancellationToken cancelled = new(canceled: true);
        Authenticating subject = new()
        {
            Client = Subject.Client with { Jwks = null, JwksUri = "https://c.example" },
            JwkSetSource = new StubJwkSetSource(() => ClientJwkSetResult.Current(ClientJwkSet.Empty)),
        };

        await FluentActions.Awaiting(() => subject.Create().AuthenticateAsync(Request(), cancelled).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task AuthenticateAsync_refuses_null() =>
        await FluentActions.Awaiting(() => Subject.Create().AuthenticateAsync(null!).AsTask()).Should().ThrowAsync<ArgumentNullException>();

    [Test]
    public async Task AuthenticateAsync_decides_in_a_fixed_order()
    {
        ClientCertificate expired = Authenticating.Vector("a-expired");
        List<ClientAuthenticationFailureReason> reasons = [];
        PresentedCertificate unreadable = PresentedCertificate.Refused(CertificateFormatError.Empty);
        foreach ((ClientMetadata client, ClientAuthenticationRequest request) in new (ClientMetadata, ClientAuthenticationRequest)[]
        {
            (Subject.Client, new() { Malformation = "m", HasOtherCredential = true, Presented = unreadable }),
            (Subject.Client, new() { HasOtherCredential = true, Presented = unreadable }),
            (Subject.Client, new() { ClientId = "x", HasOtherCredential = true, Presented = unreadable }),
            (Subject.Client with { TokenEndpointAuthMethod = "none" }, new() { ClientId = "c", HasOtherCredential = true }),
            (Subject.Client with { TokenEndpointAuthMethod = "tls_client_auth" }, new() { ClientId = "c", HasOtherCredential = true }),
            (Subject.Client, new() { ClientId = "c", HasOtherCredential = true, Presented = unreadable }),
            (Subject.Client, new() { ClientId = "c", Presented = unreadable }),
            (Subject.Client, new() { ClientId = "c", HasOtherCredential = true }),
            (Subject.Client, new() { ClientId = "c", HasOtherCredential = true, Presented = PresentedCertificate.Of(expired) }),
            (Subject.Client with { Jwks = null }, new() { ClientId = "c", Presented = PresentedCertificate.Of(expired) }),
            (Subject.Client with { Jwks = null }, new() { ClientId = "c", Presented = PresentedCertificate.Of(Registered) }),
        })
        {
            Authenticating subject = new() { Client = client, Options = new() };
            reasons.Add((await subject.With(request)).FailureReason);
        }

        reasons.Should().Equal(
            ClientAuthenticationFailureReason.MalformedRequest,
            ClientAuthenticationFailureReason.MissingClientId,
            ClientAuthenticationFailureReason.UnknownClient,
            ClientAuthenticationFailureReason.NotAMutualTlsClient,
            ClientAuthenticationFailureReason.MethodNotEnabled,
            ClientAuthenticationFailureReason.CertificateRefused,
            ClientAuthenticationFailureReason.CertificateRefused,
            ClientAuthenticationFailureReason.MissingCertificate,
            ClientAuthenticationFailureReason.MultipleCredentials,
            ClientAuthenticationFailureReason.CertificateExpired,
            ClientAuthenticationFailureReason.NoUsableKey);
    }

    [Test]
    public async Task InvalidClientStatusCode_changes_the_status_of_invalid_client_only()
    {
        Authenticating subject = Subject with { Options = Subject.Options.With(invalidClientStatusCode: 400) };

        (await subject.With(Other)).Error!.StatusCode.Should().Be(400);
    }

    [Test]
    public void Error_descriptions_have_only_characters_of_RFC_6749([Values] ClientAuthenticationFailureReason reason)
    {
        OAuthError error = new OAuthErrorMapping(401).Map(reason, "tls_client_auth");

        error.ErrorDescription.Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
        error.Error.Should().MatchRegex("^[a-z_]+$");
    }

    [Test]
    public void Errors_tell_nothing_but_what_is_no_secret()
    {
        OAuthErrorMapping mapping = new(401);

        Enum.GetValues<ClientAuthenticationFailureReason>()
            .GroupBy(reason => mapping.Map(reason, "m").ErrorDescription)
            .Where(group => group.Count() > 9)
            .Should().ContainSingle().Which.Key.Should().Be("Client authentication failed");
        Enum.GetValues<ClientAuthenticationFailureReason>().Where(reason => mapping.Map(reason, "m").StatusCode == 503).Should().Equal(
            ClientAuthenticationFailureReason.ClientMetadataUnavailable,
            ClientAuthenticationFailureReason.ClientKeysUnavailable,
            ClientAuthenticationFailureReason.RevocationUnknown,
            ClientAuthenticationFailureReason.ChainValidationBusy,
            ClientAuthenticationFailureReason.TrustAnchorsUnavailable,
            ClientAuthenticationFailureReason.RequirementUnavailable);
    }

    [TestCase(200)]
    [TestCase(403)]
    [TestCase(0)]
    public void Constructor_refuses_another_status(int status) =>
        FluentActions.Invoking(() => (Subject with { Options = new() { InvalidClientStatusCode = status } }).Create())
            .Should().Throw<ArgumentException>();

    [TestCase("none")]
    [TestCase("")]
    public void Constructor_refuses_an_unknown_method(string method) =>
        FluentActions.Invoking(() => (Subject with { Options = new() { EnabledMethods = [method] } }).Create())
            .Should().Throw<ArgumentException>().WithMessage($"*'{method}'*");

    [Test]
    public void Constructor_refuses_tls_client_auth_without_trust_anchors() =>
        FluentActions.Invoking(() => new ClientCertificateAuthenticator(new InMemoryClientMetadataStore(), Subject.Options))
            .Should().Throw<ArgumentException>().WithParameterName("trustAnchorSource");

    [Test]
    public void Constructor_refuses_null() =>
        FluentActions.Invoking(() => new ClientCertificateAuthenticator(null!)).Should().Throw<ArgumentNullException>();

    [TestCaseSource(nameof(BadChainOptions))]
    public void Constructor_refuses_chain_settings_that_are_out_of_range(ChainValidatorOptions options) =>
        FluentActions.Invoking(() => (Subject with { Options = Subject.Options.With(chainValidation: options) }).Create())
            .Should().Throw<ArgumentException>();

    [Test]
    public async Task Constructor_copies_the_settings()
    {
        CertificatePolicy policy = new() { AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.P256 } };
        ClientCertificateAuthenticator authenticator = (Subject with { Options = new() { CertificatePolicy = policy } }).Create();

        policy.AllowedKeyKinds.Clear();
        policy.CertificateAuthority = CertificateCheck.Enforce;
        policy.SelfSignature = CertificateCheck.Enforce;
        policy.ClockSkew = TimeSpan.FromDays(-90_000);

        (await authenticator.AuthenticateAsync(Request())).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task Constructor_takes_a_method_twice_and_the_system_clock()
    {
        InMemoryClientMetadataStore store = new(Subject.Client);
        ClientCertificateAuthenticator authenticator = new(store, new()
        {
            EnabledMethods = ["pub_key_tls_client_auth", "pub_key_tls_client_auth"],
            CertificatePolicy = new() { ValidityPeriod = CertificateCheck.Ignore },
        });

        (await authenticator.AuthenticateAsync(Request())).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task AuthenticateAsync_serves_many_requests_at_a_time()
    {
        ClientCertificateAuthenticator authenticator = Subject.Create();
        ClientCertificate[] certificates = [Registered, Other, Authenticating.Vector("a-renewed"), Authenticating.Vector("b-signed-by-a")];

        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(
            async () => (await authenticator.AuthenticateAsync(Request(certificate: certificates[i % 4]))).IsAuthenticated)));

        accepted.Should().Equal(Enumerable.Range(0, 400).Select(i => i % 2 == 0));
    }

    private static IEnumerable<ChainValidatorOptions> BadChainOptions() =>
    [
        new() { CacheDuration = TimeSpan.FromTicks(-1) },
        new() { CacheDuration = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        new() { CacheCapacity = 0 },
        new() { RevocationTimeout = TimeSpan.Zero },
        new() { RevocationTimeout = TimeSpan.FromDays(100) },
        new() { RevocationMode = (System.Security.Cryptography.X509Certificates.X509RevocationMode)7 },
    ];

    private static ClientAuthenticationRequest Request(
        string? clientId = "c", ClientCertificate? certificate = null, bool isMalformed = false, bool hasOther = false) => new()
        {
            ClientId = clientId,
            Presented = PresentedCertificate.Of(certificate ?? Registered),
            Malformation = isMalformed ? string.Empty : null,
            HasOtherCredential = hasOther,
        };

    private static async Task<ClientAuthenticationResult> Fails(
        Authenticating subject,
        ClientAuthenticationRequest request,
        ClientAuthenticationFailureReason reason,
        string error = "invalid_client",
        int status = 401)
    {
        ClientAuthenticationResult result = await subject.With(request);

        result.FailureReason.Should().Be(reason);
        result.IsAuthenticated.Should().BeFalse();
        (result.Error!.Error, result.Error.StatusCode).Should().Be((error, status));
        (result.Error.ErrorDescription == "Client authentication failed").Should().Be(error == "invalid_client");
        result.MatchedKey.Should().BeNull();
        return result;
    }
}
