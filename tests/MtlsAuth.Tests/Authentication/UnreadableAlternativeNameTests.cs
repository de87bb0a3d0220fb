using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>A name that cannot be read matches nothing, and stands in the way of nothing.</summary>
public sealed class UnreadableAlternativeNameTests
{
    // What OpenSSL writes for DNS:client.müller.example, UTF-8 where IA5 is due, beside a name that is well-formed.
    private static readonly X509Extension Names = new(
        "2.5.29.17",
        Der.Sequence(Der.Implicit(2, "client.müller.example"u8), Der.Implicit(2, "client.example.com"u8)),
        critical: false);

    private static readonly ClientCertificate Certificate = Create("CN=client", null);

    [Test]
    public async Task A_client_of_a_key_authenticates() =>
        (await new Authenticating { Client = Authenticating.PubKeyClient(Certificate) }.With(Certificate))
            .IsAuthenticated.Should().BeTrue();

    [Test]
    public async Task A_client_of_a_certificate_authenticates() =>
        (await new Authenticating { Client = Authenticating.SelfSignedClient(Certificate) }.With(Certificate))
            .IsAuthenticated.Should().BeTrue();

    [Test]
    public void A_certificate_in_x5c_is_read()
    {
        string json = $$"""{"keys":[{{CertificateAsJwk()}}]}""";

        ClientJwkSet.TryParse(System.Text.Encoding.UTF8.GetBytes(json), out ClientJwkSet? set, out _).Should().BeTrue();

        set!.SkippedKeys.Should().BeEmpty();
        set.Keys.Should().ContainSingle().Which.Certificate!.Thumbprint.Should().Be(Certificate.Thumbprint);
    }

    [TestCase("CN=client", null, true)]
    [TestCase(null, "client.example.com", true)]
    [TestCase(null, "client.m\u00FCller.example", false)]
    [TestCase(null, "client.xn--mller-kva.example", false)]
    [TestCase(null, "other.example.com", false)]
    public async Task A_client_of_names_authenticates_by_one_that_can_be_read(string? subject, string? dns, bool expected)
    {
        using X509Certificate2 root = Platform("CN=root", null, isAuthority: true);
        ClientCertificate leaf = Create("CN=client", root);
        ClientMetadata client = new()
        {
            ClientId = "c",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = subject,
            TlsClientAuthSanDns = dns,
        };

        ClientAuthenticationResult result = await new Authenticating
        {
            Client = client,
            Anchors = TrustAnchors.FromCertificates(ClientCertificate.FromX509Certificate2(root)),
            Clock = new FakeTimeProvider(Authenticating.Now),
        }.With(leaf);

        result.IsAuthenticated.Should().Be(expected, result.FailureDetail);
    }

    [Test]
    public void An_authority_is_a_trust_anchor()
    {
        using X509Certificate2 root = Platform("CN=root", null, isAuthority: true);

        TrustAnchors.TryParse(root.RawData, out TrustAnchors? anchors, out _).Should().BeTrue();

        anchors!.AnchorCount.Should().Be(1);
    }

    private static string CertificateAsJwk()
    {
        Microsoft.IdentityModel.Tokens.JsonWebKey jwk = Certificate.ToJsonWebKey(includeX5c: true);
        return $$"""{"kty":"EC","crv":"{{jwk.Crv}}","x":"{{jwk.X}}","y":"{{jwk.Y}}","x5c":["{{jwk.X5c[0]}}"]}""";
    }

    private static ClientCertificate Create(string subject, X509Certificate2? issuer)
    {
        using X509Certificate2 certificate = Platform(subject, issuer);
        return ClientCertificate.FromX509Certificate2(certificate);
    }

    private static X509Certificate2 Platform(string subject, X509Certificate2? issuer, bool isAuthority = false)
    {
        TestCertificateBuilder plain = TestCertificates.Ec()
            .WithSubject(subject)
            .WithExtensions(Names)
            .ValidFrom(Authenticating.Now.AddDays(-1))
            .ValidUntil(Authenticating.Now.AddDays(1));
        TestCertificateBuilder certificate = isAuthority ? plain.AsAuthority() : plain;
        return (issuer is null ? certificate : certificate.IssuedBy(issuer)).Create().ToX509Certificate2();
    }
}
