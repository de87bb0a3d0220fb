using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.Tests.Trust;

namespace MtlsAuth.Tests.Authentication;

/// <summary>The application's own code behind an authenticator may fail in any way, and that is never the client's fault.</summary>
public sealed class BrokenInfrastructureTests
{
    private static readonly ClientCertificate Registered = Authenticating.Vector("a-self-signed");
    private static readonly ClientMetadata Client = Authenticating.PubKeyClient(Registered);

    private static readonly Exception[] Exceptions =
    [
        new ClientMetadataUnavailableException("down", new InvalidOperationException("the cause")),
        new TimeoutException("too slow"),
        new Broken("connection reset"),
        new InvalidOperationException(),
        new FormatException("a row that it cannot read"),
        new OperationCanceledException("a time-out of its own"),
        new TaskCanceledException("a time-out of HttpClient's"),
        new AggregateException(new IOException()),
    ];

    [TestCaseSource(nameof(Exceptions))]
    public async Task Store_that_fails_is_unavailable(Exception exception)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new StubStore(() => throw exception));

        ShouldBeUnavailable(result, ClientAuthenticationFailureReason.ClientMetadataUnavailable, exception);
        result.Client.Should().BeNull();
        result.Method.Should().BeNull();
    }

    [TestCaseSource(nameof(Exceptions))]
    public async Task Key_set_source_that_fails_is_unavailable(Exception exception)
    {
        Authenticating subject = new()
        {
            Client = Client with { Jwks = null, JwksUri = "https://c.example" },
            JwkSetSource = new StubJwkSetSource(() => throw exception),
        };

        ShouldBeUnavailable(await subject.With(Registered), ClientAuthenticationFailureReason.ClientKeysUnavailable, exception);
    }

    [TestCaseSource(nameof(Exceptions))]
    public async Task Trust_anchor_source_that_fails_is_unavailable(Exception exception)
    {
        ClientMetadata client = Client with
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            Jwks = null,
            TlsClientAuthSubjectDn = Registered.Subject!.ToString(),
        };
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(client),
            new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
            trustAnchorSource: new StubTrustAnchorSource(_ => throw exception),
            timeProvider: new FakeTimeProvider(Authenticating.Now));

        ShouldBeUnavailable(
            await authenticator.AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(Registered) }),
            ClientAuthenticationFailureReason.TrustAnchorsUnavailable,
            exception);
    }

    [Test]
    public async Task Cancellation_of_the_caller_is_passed_on_whatever_the_store_makes_of_it(
        [ValueSource(nameof(Exceptions))] Exception exception)
    {
        using CancellationTokenSource source = new();
        StubStore store = new(() =>
        {
            source.Cancel();
            throw exception;
        });

        await FluentActions.Awaiting(() => AuthenticateAsync(store, source.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Result_that_is_no_failure_of_the_infrastructure_has_no_exception()
    {
        (await AuthenticateAsync(new StubStore(() => null))).Exception.Should().BeNull();
        (await AuthenticateAsync(new StubStore(() => Client))).Exception.Should().BeNull();
    }

    [TestCase("C")]
    [TestCase("c ")]
    [TestCase("\u0441", Description = "Cyrillic")]
    [TestCase("c\u0301")]
    public async Task Client_that_the_store_finds_under_another_spelling_is_unknown(string registered)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new StubStore(() => Client with { ClientId = registered }));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.UnknownClient);
        result.FailureDetail.Should().StartWith("the store returned another client than it was asked for");
        result.Error.Should().BeEquivalentTo(new OAuthError("invalid_client", "Client authentication failed", 401));
        result.Client.Should().BeNull();
    }

    [Test]
    public async Task Client_that_the_store_returns_without_an_id_is_unknown() =>
        (await AuthenticateAsync(new StubStore(() => Client with { ClientId = "" }))).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.UnknownClient);

    private static void ShouldBeUnavailable(
        ClientAuthenticationResult result, ClientAuthenticationFailureReason reason, Exception exception)
    {
        result.IsAuthenticated.Should().BeFalse();
        result.FailureReason.Should().Be(reason);
        result.Exception.Should().BeSameAs(exception);
        result.FailureDetail.Should().Be(exception.Message);
        result.Error.Should().BeEquivalentTo(
            new OAuthError("temporarily_unavailable", "The server cannot authenticate clients at the moment", 503));
    }

    private static Task<ClientAuthenticationResult> AuthenticateAsync(
        IClientMetadataStore store, CancellationToken cancellationToken = default) =>
        new ClientCertificateAuthenticator(store, timeProvider: new FakeTimeProvider(Authenticating.Now))
            .AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(Registered) }, cancellationToken).AsTask();

    private sealed class Broken(string message) : DbException(message);

    private sealed class StubStore(Func<ClientMetadata?> find) : IClientMetadataStore
    {
        public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return find() is { } client ? RegisteredClient.From(client) : null;
        }
    }
}
