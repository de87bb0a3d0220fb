using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class TokenBindingPolicyTests
{
    private const string Never = nameof(TokenBindingMode.Never);
    private const string WhenPresent = nameof(TokenBindingMode.WhenPresent);
    private const string Required = nameof(TokenBindingMode.Required);

    // The three decisions that can follow, and the reason for the third.
    private const string Bind = "bind";
    private const string Leave = "do not bind";
    private const string ByServer = nameof(TokenBindingRefusal.CertificateRequiredByServer);
    private const string ByClient = nameof(TokenBindingRefusal.CertificateRequiredByClientMetadata);

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly PresentedCertificate Presented = PresentedCertificate.Of(Certificate);
    private static readonly ClientMetadata Other = new() { ClientId = "client" };
    private static readonly ClientMetadata Asking = Other with { TlsClientCertificateBoundAccessTokens = true };

    // Columns: all clients, clients that ask; then what a client gets that asks without / with a certificate, and one that does not ask.
    [TestCase(Never, Never, Leave, Leave, Leave, Leave)]
    [TestCase(Never, WhenPresent, Leave, Bind, Leave, Leave)]
    [TestCase(Never, Required, ByClient, Bind, Leave, Leave)]
    [TestCase(WhenPresent, Never, Leave, Bind, Leave, Bind)]
    [TestCase(WhenPresent, WhenPresent, Leave, Bind, Leave, Bind)]
    [TestCase(WhenPresent, Required, ByClient, Bind, Leave, Bind)]
    [TestCase(Required, Never, ByServer, Bind, ByServer, Bind)]
    [TestCase(Required, WhenPresent, ByServer, Bind, ByServer, Bind)]
    [TestCase(Required, Required, ByServer, Bind, ByServer, Bind)]
    public void Decide_follows_the_stricter_mode(
        string allClients, string clientsThatAsk, string asksWithout, string asksWith, string without, string with)
    {
        TokenBindingPolicy policy = new()
        {
            AllClients = Enum.Parse<TokenBindingMode>(allClients),
            ClientsThatAsk = Enum.Parse<TokenBindingMode>(clientsThatAsk),
        };

        Describe(policy, Asking, null).Should().Be(asksWithout);
        Describe(policy, Asking, Certificate).Should().Be(asksWith);
        Describe(policy, Other, null).Should().Be(without);
        Describe(policy, Other, Certificate).Should().Be(with);
    }

    // Columns: all clients, clients that authenticate by certificate; then what one of those gets without / with a certificate.
    [TestCase(Never, Never, Leave, Leave)]
    [TestCase(Never, WhenPresent, Leave, Bind)]
    [TestCase(Never, Required, ByServer, Bind)]
    [TestCase(WhenPresent, Never, Leave, Bind)]
    [TestCase(WhenPresent, Required, ByServer, Bind)]
    [TestCase(Required, Never, ByServer, Bind)]
    public void Decide_follows_the_stricter_mode_for_clients_that_authenticate_by_certificate(
        string allClients, string byCertificate, string without, string with)
    {
        TokenBindingPolicy policy = new()
        {
            AllClients = Enum.Parse<TokenBindingMode>(allClients),
            ClientsThatAuthenticateByCertificate = Enum.Parse<TokenBindingMode>(byCertificate),
        };
        ClientMetadata client = Other with { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth };

        Describe(policy, client, null).Should().Be(without);
        Describe(policy, client, Certificate).Should().Be(with);
    }

    [Test]
    public void Decide_takes_the_stricter_mode_of_a_client_that_asks_and_authenticates_by_certificate()
    {
        TokenBindingPolicy policy = new() { ClientsThatAuthenticateByCertificate = TokenBindingMode.WhenPresent };
        ClientMetadata client = Asking with { TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth };

        Describe(policy, client, null).Should().Be(ByClient);
        Describe(new(), client, null).Should().Be(ByServer);
    }

    [TestCase(null, Leave)]
    [TestCase("none", Leave)]
    [TestCase("client_secret_basic", Leave)]
    [TestCase("client_secret_post", Leave)]
    [TestCase("client_secret_jwt", Leave)]
    [TestCase("private_key_jwt", Leave)]
    [TestCase("TLS_CLIENT_AUTH", Leave)]
    [TestCase("pub_key_tls_client_auth", Bind)]
    [TestCase("self_signed_tls_client_auth", Bind)]
    [TestCase("tls_client_auth", Bind)]
    public void Decide_binds_by_default_where_the_certificate_authenticates(string? method, string expected) =>
        Describe(new TokenBindingPolicy(), Other with { TokenEndpointAuthMethod = method }, Certificate).Should().Be(expected);

    [TestCase(null)]
    [TestCase("none")]
    [TestCase("client_secret_basic")]
    [TestCase("private_key_jwt")]
    [TestCase("tls_client_auth")]
    public void Decide_binds_for_clients_that_ask_whatever_their_method(string? method)
    {
        ClientMetadata client = Asking with { TokenEndpointAuthMethod = method };

        Describe(new TokenBindingPolicy(), client, Certificate).Should().Be(Bind);
        Describe(new TokenBindingPolicy(), client, null).Should().NotBe(Leave);
    }

    [TestCase(null)]
    [TestCase("none")]
    [TestCase("private_key_jwt")]
    public void Decide_binds_for_all_clients_if_the_server_says_so(string? method)
    {
        TokenBindingPolicy policy = new() { AllClients = TokenBindingMode.WhenPresent };

        Describe(policy, Other with { TokenEndpointAuthMethod = method }, Certificate).Should().Be(Bind);
    }

    [Test]
    public void Decide_minds_no_certificate_that_cannot_be_read_where_none_counts(
        [Values(null, "none", "client_secret_basic", "private_key_jwt")] string? method, [Values] CertificateFormatError error)
    {
        ClientMetadata client = Other with { TokenEndpointAuthMethod = method };

        TokenBindingDecision decision = new TokenBindingPolicy().Decide(
            Of(client), error == CertificateFormatError.None ? PresentedCertificate.None() : PresentedCertificate.Refused(error));

        decision.Error.Should().BeNull();
        decision.Confirmation.Should().BeNull();
        decision.RefreshToken.Should().BeEquivalentTo(RefreshTokenBinding.ClientOnly);
    }

    [Test]
    public void Decide_gives_no_unbound_token_for_a_certificate_that_cannot_be_read_where_it_counts(
        [Values(TokenBindingMode.WhenPresent, TokenBindingMode.Required)] TokenBindingMode mode)
    {
        TokenBindingPolicy policy = new()
        {
            AllClients = mode,
            ClientsThatAsk = mode,
            ClientsThatAuthenticateByCertificate = mode,
        };
        TokenBindingPolicy notForAll = new() { ClientsThatAsk = mode, ClientsThatAuthenticateByCertificate = mode };
        ClientMetadata byCertificate = Other with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth };

        RefuseUnreadable(policy, Other);
        RefuseUnreadable(notForAll, Asking);
        RefuseUnreadable(notForAll, byCertificate);

        static void RefuseUnreadable(TokenBindingPolicy policy, ClientMetadata client)
        {
            TokenBindingDecision decision = policy.Decide(Of(client), PresentedCertificate.Refused(CertificateFormatError.TrailingData));
            decision.Refusal.Should().Be(TokenBindingRefusal.CertificateRefused);
            decision.Error.Should().BeEquivalentTo(new OAuthError(
                "invalid_request",
                "The client certificate to which access tokens are to be bound is malformed or not supported",
                400));
        }
    }

    [Test]
    public void Decide_binds_where_a_certificate_counts_by_default()
    {
        TokenBindingPolicy policy = new();

        policy.AllClients.Should().Be(TokenBindingMode.Never);
        policy.ClientsThatAuthenticateByCertificate.Should().Be(TokenBindingMode.Required);
        policy.ClientsThatAsk.Should().Be(TokenBindingMode.Required);
        policy.BindGrantsOfConfidentialClients.Should().BeFalse();
        policy.AcceptRenewedCertificates.Should().BeFalse();
    }

    [TestCase("true", true)]
    [TestCase("\"true\"", true)]
    [TestCase("1", true)]
    [TestCase("false", false)]
    [TestCase("null", false)]
    public void Decide_knows_the_name_that_the_drafts_used(string value, bool asks)
    {
        ClientMetadata client = ReadClient($$"""{"client_id":"client","mutual_tls_sender_constrained_access_tokens":{{value}}}""");

        new TokenBindingPolicy().Decide(Of(client), PresentedCertificate.None()).IsRefused.Should().Be(asks);
    }

    [TestCase("true", "false")]
    [TestCase("false", "true")]
    public void Decide_takes_the_stricter_of_two_members_that_contradict_each_other(string name, string nameInDrafts)
    {
        ClientMetadata client = ReadClient($$"""
            {
              "client_id": "client",
              "tls_client_certificate_bound_access_tokens": {{name}},
              "mutual_tls_sender_constrained_access_tokens": {{nameInDrafts}}
            }
            """);

        new TokenBindingPolicy().Decide(Of(client), PresentedCertificate.None()).Refusal
            .Should().Be(TokenBindingRefusal.CertificateRequiredByClientMetadata);
    }

    [Test]
    public void Decide_refuses_with_invalid_request()
    {
        TokenBindingPolicy policy = new() { AllClients = TokenBindingMode.Required };

        TokenBindingDecision decision = policy.Decide(Of(new ClientMetadata()), PresentedCertificate.None());

        decision.Error.Should().BeEquivalentTo(new OAuthError(
            "invalid_request", "Access tokens of this client are bound to a certificate and the request has none", 400));
    }

    [Test]
    public void Decide_gives_no_token_that_a_caller_could_issue_by_mistake()
    {
        TokenBindingPolicy policy = new() { AllClients = TokenBindingMode.Required };

        TokenBindingDecision decision = policy.Decide(Of(new ClientMetadata()), PresentedCertificate.None());

        decision.Invoking(refused => refused.Confirmation).Should().Throw<InvalidOperationException>();
        decision.Invoking(refused => refused.RefreshToken).Should().Throw<InvalidOperationException>();
    }

    [Test]
    public void Decide_wants_a_client() =>
        FluentActions.Invoking(() => new TokenBindingPolicy().Decide(null!, Presented)).Should().Throw<ArgumentNullException>();

    [Test]
    public void Decide_does_not_take_a_certificate_that_was_lost_for_none() =>
        FluentActions.Invoking(() => new TokenBindingPolicy().Decide(Of(Other), null!)).Should().Throw<ArgumentNullException>();

    [TestCase("none", TokenBindingMode.Never, true, false)]
    [TestCase("none", TokenBindingMode.WhenPresent, false, false)]
    [TestCase("none", TokenBindingMode.WhenPresent, true, true)]
    [TestCase("none", TokenBindingMode.Required, true, true)]
    [TestCase(null, TokenBindingMode.Required, true, false)]
    [TestCase("private_key_jwt", TokenBindingMode.Required, true, false)]
    [TestCase("pub_key_tls_client_auth", TokenBindingMode.Required, true, false)]
    [TestCase("self_signed_tls_client_auth", TokenBindingMode.Required, true, false)]
    [TestCase("tls_client_auth", TokenBindingMode.Required, true, false)]
    public void Decide_binds_only_public_clients_refresh_tokens_to_the_certificate(
        string? method, TokenBindingMode mode, bool certificate, bool bound)
    {
        ClientMetadata client = Other with { TokenEndpointAuthMethod = method };
        TokenBindingPolicy policy = new() { AllClients = mode };

        TokenBindingDecision decision = policy.Decide(Of(client), certificate ? Presented : PresentedCertificate.None());

        decision.RefreshToken.Should().BeEquivalentTo(bound ? RefreshTokenBinding.To(Certificate) : RefreshTokenBinding.ClientOnly);
    }

    [Test]
    public void Decide_binds_a_public_client_s_refresh_token_by_default_only_if_the_client_asks([Values] bool asks)
    {
        ClientMetadata client = (asks ? Asking : Other) with { TokenEndpointAuthMethod = "none" };

        TokenBindingDecision decision = new TokenBindingPolicy().Decide(Of(client), Presented);

        decision.RefreshToken.Should().BeEquivalentTo(asks ? RefreshTokenBinding.To(Certificate) : RefreshTokenBinding.ClientOnly);
    }

    [TestCase("tls_client_auth", false, true)]
    [TestCase("pub_key_tls_client_auth", false, true)]
    [TestCase("private_key_jwt", true, true)]
    [TestCase("none", true, true)]
    [TestCase("private_key_jwt", false, false)]
    [TestCase(null, false, false)]
    [TestCase("none", false, false)]
    public void Decide_binds_confidential_clients_grants_along_with_access_tokens_if_the_policy_says_so(
        string? method, bool asks, bool bound)
    {
        ClientMetadata client = (asks ? Asking : Other) with { TokenEndpointAuthMethod = method };
        TokenBindingPolicy policy = new() { BindGrantsOfConfidentialClients = true };

        TokenBindingDecision decision = policy.Decide(Of(client), Presented);

        decision.RefreshToken.Should().BeEquivalentTo(bound ? RefreshTokenBinding.To(Certificate) : RefreshTokenBinding.ClientOnly);
        (decision.Confirmation is not null).Should().Be(bound);
    }

    private static RegisteredClient Of(ClientMetadata client) => RegisteredClient.From(client);

    private static string Describe(TokenBindingPolicy policy, ClientMetadata client, ClientCertificate? certificate)
    {
        TokenBindingDecision decision = policy.Decide(
            Of(client), certificate is null ? PresentedCertificate.None() : PresentedCertificate.Of(certificate));
        (decision.Error is not null).Should().Be(decision.IsRefused);
        if (decision.IsRefused)
        {
            return decision.Refusal.ToString();
        }

        decision.Confirmation?.Thumbprint.Should().Be(Certificate.Thumbprint);
        return decision.Confirmation is null ? Leave : Bind;
    }

    private static ClientMetadata ReadClient(string json)
    {
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out _).Should().BeTrue();
        return client!;
    }
}
