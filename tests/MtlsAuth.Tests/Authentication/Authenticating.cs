using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>One client, one certificate, one answer.</summary>
internal sealed record Authenticating
{
    /// <summary>A moment at which the derived vectors that are not expired are valid.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public ClientMetadata Client { get; init; } = new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    };

    public ClientCertificateAuthenticatorOptions Options { get; init; } = new()
    {
        EnabledMethods =
        [
            ClientAuthenticationMethods.PubKeyTlsClientAuth,
            ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            ClientAuthenticationMethods.TlsClientAuth,
        ],
    };

    public IClientJwkSetSource? JwkSetSource { get; init; }

    public TrustAnchors Anchors { get; init; } = TrustAnchors.None;

    public IRevocationChecker? RevocationChecker { get; init; }

    public IReadOnlyList<IClientCertificateRequirement> Requirements { get; init; } = [];

    public TimeProvider Clock { get; init; } = new FakeTimeProvider(Now);

    public static ClientMetadata PubKeyClient(params IReadOnlyList<ClientCertificate> registered) => new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: false, [.. registered]),
    };

    public static ClientMetadata SelfSignedClient(params IReadOnlyList<ClientCertificate> registered) => new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: true, [.. registered]),
    };

    public static ClientCertificate Vector(string name) => TestVectors.ReadCertificate($"derived/{name}.pem");

    public ClientCertificateAuthenticator Create() => new(
        new InMemoryClientMetadataStore(Client), Options, JwkSetSource, Anchors, RevocationChecker, Clock, Requirements);

    public Task<ClientAuthenticationResult> With(ClientCertificate? certificate, params IReadOnlyList<ClientCertificate> chain) =>
        With(new ClientAuthenticationRequest { ClientId = Client.ClientId, Presented = Present(certificate, chain) });

    public async Task<ClientAuthenticationResult> With(ClientAuthenticationRequest request) => await Create().AuthenticateAsync(request);

    public async Task<ClientAuthenticationFailureReason> ReasonFor(
        ClientCertificate certificate, params IReadOnlyList<ClientCertificate> chain) =>
        (await With(certificate, chain)).FailureReason;

    private static PresentedCertificate Present(ClientCertificate? certificate, IReadOnlyList<ClientCertificate> chain) =>
        certificate is null ? PresentedCertificate.None() : PresentedCertificate.Of(certificate, chain);
}
