using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Authentication;

public sealed class ProxyValidatedChainTests
{
    private static readonly ClientMetadata Client = new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client",
    };

    [Test]
    public async Task The_proxys_verdict_takes_the_place_of_the_chain() =>
        (await AuthenticateAsync(Client, isVerified: true)).FailureReason.Should().Be(ClientAuthenticationFailureReason.None);

    [Test]
    public async Task No_verdict_refuses_the_client()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(Client, isVerified: false);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotVerifiedByProxy);
        result.Error!.ErrorDescription.Should().Be("Client authentication failed");
    }

    [Test]
    public async Task The_verdict_makes_up_for_no_other_name() =>
        (await AuthenticateAsync(Client with { TlsClientAuthSubjectDn = "CN=other" }, isVerified: true))
            .FailureReason.Should().Be(ClientAuthenticationFailureReason.SubjectNotRegistered);

    [Test]
    public async Task A_root_that_is_registered_cannot_be_checked_and_refuses_the_client() =>
        (await AuthenticateAsync(Client with { TlsClientAuthRootDn = "CN=root" }, isVerified: true))
            .FailureReason.Should().Be(ClientAuthenticationFailureReason.RootNotRegistered);

    [Test]
    public async Task A_verdict_counts_for_nothing_where_the_library_builds_chains()
    {
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(Client),
            new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
            trustAnchorSource: TrustAnchors.None);

        (await authenticator.AuthenticateAsync(Request(isVerified: true)))
            .FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    private static async Task<ClientAuthenticationResult> AuthenticateAsync(ClientMetadata client, bool isVerified)
    {
        ClientCertificateAuthenticator authenticator = new(new InMemoryClientMetadataStore(client), new()
        {
            EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
            ChainValidation = new ChainValidatorOptions { Trust = ChainTrust.Proxy },
        });
        return await authenticator.AuthenticateAsync(Request(isVerified));
    }

    private static ClientAuthenticationRequest Request(bool isVerified)
    {
        using X509Certificate2 issuer = TestCertificates.Authority("CN=issuer").Create().ToX509Certificate2();
        ClientCertificate certificate = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(issuer).Create().ClientCertificate;
        PresentedCertificate presented = PresentedCertificate.Of(certificate, isChainVerifiedByProxy: isVerified);
        return new ClientAuthenticationRequest { ClientId = "c", Presented = presented };
    }
}
