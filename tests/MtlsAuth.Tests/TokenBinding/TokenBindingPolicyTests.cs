using System.Text;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Testing;
using MtlsAuth.TokenBinding;

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
        ClientMetadata client = new() { ClientId = "client" };
        ClientMetadata asking = client with { TlsClientCertificateBoundAccessTokens = true };

        Describe(policy.Decide(asking, null, CertificateFormatError.None)).Should().Be(asksWithout);
        Describe(policy.Decide(asking, Certificate, CertificateFormatError.None)).Should().Be(asksWith);
        Describe(policy.Decide(client, null, CertificateFormatError.None)).Should().Be(without);
        Describe(policy.Decide(client, Certificate, CertificateFormatError.None)).Should().Be(with);
    }

    [TestCase(Never, nameof(TokenBindingRefusal.None))]
    [TestCase(WhenPresent, nameof(TokenBindingRefusal.CertificateRefused))]
    [TestCase(Required, nameof(TokenBindingRefusal.CertificateRefused))]
    public void Decide_gives_no_unbound_token_for_a_certificate_that_is_refused(string allClients, string refusal)
    {
        TokenBindingPolicy policy = new() { AllClients = Enum.Parse<TokenBindingMode>(allClients) };

        TokenBindingDecision decision =
            policy.Decide(new ClientMetadata { ClientId = "client" }, null, CertificateFormatError.TrailingData);

        decision.Refusal.ToString().Should().Be(refusal);
        (decision.Error?.Error).Should().Be(decision.IsRefused ? "invalid_request" : null);
    }

    [Test]
    public void Decide_binds_when_present_and_keeps_its_word_to_clients_that_ask_by_default()
    {
        TokenBindingPolicy policy = new();

        policy.AllClients.Should().Be(TokenBindingMode.WhenPresent);
        policy.ClientsThatAsk.Should().Be(TokenBindingMode.Required);
        policy.AcceptRenewedCertificates.Should().BeFalse();
    }

    [TestCase(null)]
    [TestCase("none")]
    [TestCase("client_secret_basic")]
    [TestCase("private_key_jwt")]
    [TestCase("pub_key_tls_client_auth")]
    [TestCase("self_signed_tls_client_auth")]
    [TestCase("tls_client_auth")]
    public void Decide_does_not_depend_on_the_method(string? method)
    {
        ClientMetadata client = new() { ClientId = "client", TokenEndpointAuthMethod = method };

        TokenBindingDecision decision = new TokenBindingPolicy().Decide(client, Certificate, CertificateFormatError.None);

        decision.Confirmation.Should().Be(new CertificateConfirmation(Certificate));
    }

    [TestCase("true", true)]
    [TestCase("\"true\"", true)]
    [TestCase("1", true)]
    [TestCase("false", false)]
    [TestCase("null", false)]
    public void Decide_knows_the_name_that_the_drafts_used(string value, bool asks)
    {
        ClientMetadata client = ReadClient($$"""{"client_id":"client","mutual_tls_sender_constrained_access_tokens":{{value}}}""");

        new TokenBindingPolicy().Decide(client, null, CertificateFormatError.None).IsRefused.Should().Be(asks);
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

        new TokenBindingPolicy().Decide(client, null, CertificateFormatError.None).Refusal.Should().Be(TokenBindingRefusal.CertificateRequiredByClientMetadata);
    }

    [Test]
    public void Decide_refuses_with_invalid_request()
    {
        TokenBindingPolicy policy = new() { AllClients = TokenBindingMode.Required };

        TokenBindingDecision decision = policy.Decide(new ClientMetadata(), null, CertificateFormatError.None);

        decision.Error.Should().Be(new OAuthError(
            "invalid_request", "Access tokens of this client are bound to a certificate and the request has none", 400));
    }

    [Test]
    public void Decide_gives_no_token_that_a_caller_could_issue_by_mistake()
    {
        TokenBindingPolicy policy = new() { AllClients = TokenBindingMode.Required };

        TokenBindingDecision decision = policy.Decide(new ClientMetadata(), null, CertificateFormatError.None);

        decision.Invoking(refused => refused.Confirmation).Should().Throw<InvalidOperationException>();
        decision.Invoking(refused => refused.RefreshToken).Should().Throw<InvalidOperationException>();
    }

    [Test]
    public void Decide_wants_a_client() =>
        FluentActions.Invoking(() => new TokenBindingPolicy().Decide(null!, Certificate, CertificateFormatError.None)).Should().Throw<ArgumentNullException>();

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
        ClientMetadata client = new() { ClientId = "client", TokenEndpointAuthMethod = method };

        TokenBindingDecision decision = new TokenBindingPolicy { AllClients = mode }.Decide(client, certificate ? Certificate : null, CertificateFormatError.None);

        decision.RefreshToken.Should().Be(bound ? RefreshTokenBinding.To(Certificate) : RefreshTokenBinding.ClientOnly);
    }

    private static string Describe(TokenBindingDecision decision)
    {
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
