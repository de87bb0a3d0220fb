using System.Text;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Testing.Tests.Clients;

/// <summary>What a certificate's metadata says is what it authenticates by: asked of the authenticator itself.</summary>
public sealed class TestClientsTests
{
    private static readonly TestCertificate Root = TestCertificates.Authority("CN=root").Create();

    private static readonly TestCertificate Issued = TestCertificates.Ec()
        .WithSubject("CN=client,O=Bank")
        .WithDnsName("client.example")
        .WithUri("https://client.example/")
        .WithIPAddress("192.0.2.1")
        .WithEmail("ops@client.example")
        .IssuedBy(TestCertificates.Authority("CN=intermediate").IssuedBy(Root).Create())
        .Create();

    private static readonly TestCertificate SelfSigned = TestCertificates.Ec().Create();

    private static IEnumerable<TestCaseData> Matching()
    {
        yield return new TestCaseData(TestClients.PubKey("client", SelfSigned), SelfSigned).SetArgDisplayNames("key");
        yield return new TestCaseData(TestClients.SelfSigned("client", SelfSigned), SelfSigned).SetArgDisplayNames("certificate");
        yield return new TestCaseData(TestClients.PubKey("client", Issued, SelfSigned), SelfSigned).SetArgDisplayNames("one of two");
        yield return new TestCaseData(TestClients.TlsBySubject("client", Issued), Issued).SetArgDisplayNames("subject");
        foreach (GeneralNameType type in
            (GeneralNameType[])[GeneralNameType.Dns, GeneralNameType.Uri, GeneralNameType.IPAddress, GeneralNameType.Email])
        {
            yield return new TestCaseData(TestClients.TlsByAlternativeName("client", Issued, type), Issued)
                .SetArgDisplayNames(type.ToString());
        }
    }

    [TestCaseSource(nameof(Matching))]
    public async Task Client_is_authenticated_by_its_certificate_and_by_no_other(ClientMetadata client, TestCertificate certificate)
    {
        (await AuthenticateAsync(client, certificate)).Should().Be(ClientAuthenticationFailureReason.None);
        (await AuthenticateAsync(client, TestCertificates.Ec().WithSubject("CN=test").Create()))
            .Should().NotBe(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public void Registration_is_the_metadata_without_the_id()
    {
        ClientMetadata client = TestClients.SelfSigned("client", SelfSigned);
        byte[] json = Encoding.UTF8.GetBytes(client.ToRegistrationJson());

        JsonNode.Parse(json)!.AsObject().ContainsKey("client_id").Should().BeFalse();
        ClientMetadata.TryParse(json, out ClientMetadata? read, out _).Should().BeTrue();
        (read! with { ClientId = client.ClientId }).ToUtf8Json().Should().Equal(client.ToUtf8Json());
    }

    [Test]
    public void Name_that_the_certificate_does_not_have_cannot_be_registered()
    {
        FluentActions.Invoking(() => TestClients.TlsByAlternativeName("client", SelfSigned, GeneralNameType.Dns))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TestClients.TlsBySubject("client", TestCertificates.Ec().WithSubject("").Create()))
            .Should().Throw<ArgumentException>();
    }

    private static async Task<ClientAuthenticationFailureReason> AuthenticateAsync(ClientMetadata client, TestCertificate certificate)
    {
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(client),
            new ClientCertificateAuthenticatorOptions
            {
                EnabledMethods =
                [
                    ClientAuthenticationMethods.PubKeyTlsClientAuth,
                    ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                    ClientAuthenticationMethods.TlsClientAuth,
                ],
            },
            trustAnchorSource: TrustAnchors.FromCertificates(Root.ClientCertificate));
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(new ClientAuthenticationRequest
        {
            ClientId = client.ClientId,
            Presented = certificate.PresentedCertificate,
        });
        return result.FailureReason;
    }
}
