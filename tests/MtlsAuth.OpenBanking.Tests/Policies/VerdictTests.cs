using Microsoft.Extensions.Time.Testing;

namespace MtlsAuth.OpenBanking.Tests.Policies;

/// <summary>
/// Each certificate gets its verdict from a whole authenticator: chain, subject, usage, and then the policy of its profile.
/// </summary>
public sealed class VerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCaseSource(typeof(BankingData), nameof(BankingData.Cases))]
    public async Task A_certificate_gets_its_verdict(BankingCase item)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(item);

        string verdict = !result.IsAuthenticated ? "refuse"
            : result.ReportedFindings.Count > 0 ? "accept-with-finding"
            : "accept";
        verdict.Should().Be(item.Verdict, $"{result.FailureReason}: {result.FailureDetail}");
    }

    // A wrong issuer and a wrong usage are refused before the policy is asked.
    [TestCaseSource(typeof(BankingData), nameof(BankingData.Cases))]
    public async Task A_refusal_names_a_deviation_that_is_expected(BankingCase item)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(item);

        if (!result.IsAuthenticated)
        {
            string code = result.FailureReason switch
            {
                ClientAuthenticationFailureReason.ChainNotTrusted => "issuer-not-anchor",
                ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed => "eku-no-client-auth",
                _ => result.FailureFinding!.Code,
            };
            item.Expected.Should().Contain(code, result.FailureDetail);
        }
    }

    private static async Task<ClientAuthenticationResult> AuthenticateAsync(BankingCase item)
    {
        string issuer = item.Expected.Contains("issuer-not-anchor") ? "generated/ca-qwac.pem" : item.Issuer;
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(new ClientMetadata
            {
                ClientId = "c",
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = item.Certificate.Subject!.ToString(),
            }),
            new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
            trustAnchorSource: TrustAnchors.FromCertificates(BankingData.ReadCertificate(issuer)),
            timeProvider: new FakeTimeProvider(Now),
            requirements: [new OpenBankingRequirement(PolicyOf(item.Profile))]);
        return await authenticator.AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(item.Certificate) });
    }

    private static OpenBankingPolicy PolicyOf(string profile) => profile switch
    {
        "qwac" => new OpenBankingPolicy(),
        "brazil" => new OpenBankingPolicy { RequireQualifiedCertificate = false },
        "uk" => new OpenBankingPolicy
        {
            RequireQualifiedCertificate = false,
            Checks = { [CertificateDeviation.OrgidFormat] = CertificateCheck.Ignore },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
