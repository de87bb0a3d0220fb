using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenBanking.Tests.Policies;

/// <summary>Reading what a certificate says changes nothing of what the core decides, and a requirement never lets anybody in.</summary>
public sealed class CoreDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCaseSource(typeof(BankingData), nameof(BankingData.All))]
    public async Task Reading_changes_nothing_for_pub_key_tls_client_auth(BankingCase item)
    {
        byte[] before = item.Certificate.RawData.ToArray();
        ClientAuthenticationResult unread = await AuthenticateAsync(BankingData.Find(item.Name).Certificate, item.Certificate);

        QualifiedStatements.TryRead(item.Certificate, out _, out _);
        OpenBankingEvidence.Read(item.Certificate, isIssuerTrusted: true);
        ClientAuthenticationResult read = await AuthenticateAsync(item.Certificate, item.Certificate);

        Facts(read).Should().Be(Facts(unread));
        item.Certificate.RawData.ToArray().Should().Equal(before);
    }

    [TestCaseSource(typeof(BankingData), nameof(BankingData.All))]
    public async Task A_requirement_that_demands_nothing_changes_nothing_for_pub_key_tls_client_auth(BankingCase item)
    {
        ClientAuthenticationResult without = await AuthenticateAsync(item.Certificate, item.Certificate);
        ClientAuthenticationResult with = await AuthenticateAsync(
            item.Certificate,
            item.Certificate,
            new OpenBankingRequirement(new OpenBankingPolicy { RequireQualifiedCertificate = false }));

        Facts(with).Should().Be(Facts(without));
        with.ReportedFindings.Should().BeEmpty();
    }

    [TestCaseSource(typeof(BankingData), nameof(BankingData.All))]
    public async Task Who_is_refused_without_a_requirement_is_refused_with_it(BankingCase item)
    {
        ClientCertificate stranger = BankingData.Find("br-brcac-2023").Certificate;
        ClientCertificate other = BankingData.Find("qwac-ai").Certificate;

        ClientAuthenticationResult result = await AuthenticateAsync(
            item.Certificate,
            item.Certificate.PublicKey.Equals(stranger.PublicKey) ? other : stranger,
            new OpenBankingRequirement(new OpenBankingPolicy { RequireQualifiedCertificate = false }));

        result.FailureReason.Should().BeOneOf(
            ClientAuthenticationFailureReason.PublicKeyNotRegistered, ClientAuthenticationFailureReason.NoUsableKey);
        result.GetEvidence<OpenBankingEvidence>().Should().BeNull();
    }

    private static (bool, ClientAuthenticationFailureReason, string?, string?) Facts(ClientAuthenticationResult result) =>
        (result.IsAuthenticated, result.FailureReason, result.FailureDetail, result.MatchedKey?.Thumbprint.ToString());

    private static async Task<ClientAuthenticationResult> AuthenticateAsync(
        ClientCertificate registered, ClientCertificate presented, params IClientCertificateRequirement[] requirements) =>
        await new ClientCertificateAuthenticator(
                new InMemoryClientMetadataStore(new ClientMetadata
                {
                    ClientId = "c",
                    TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
                    Jwks = ClientJwkSet.FromCertificates(includeX5c: false, registered),
                }),
                timeProvider: new FakeTimeProvider(Now),
                requirements: requirements)
            .AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(presented) });
}
