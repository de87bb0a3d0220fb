using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.KeySets;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Clients;

public sealed class RegisteredClientTests
{
    private const string Uri = "https://c.example/jwks";

    private static readonly ClientJwkSet Keys = ClientJwkSet.FromCertificates(includeX5c: true, Authenticating.Vector("a-self-signed"));

    private static readonly ClientMetadata PubKey = new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        Jwks = Keys,
    };

    private static readonly ClientMetadata Pki = new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=old",
    };

    [Test]
    public void From_keeps_the_metadata_and_names_the_client()
    {
        RegisteredClient client = RegisteredClient.From(PubKey);

        client.Metadata.Should().BeSameAs(PubKey);
        client.ClientId.Should().Be("c");
        client.ToString().Should().Be("client c");
    }

    [Test]
    public void From_refuses_null() => FluentActions.Invoking(() => RegisteredClient.From(null!)).Should().Throw<ArgumentNullException>();

    [Test]
    public void From_reads_public_keys()
    {
        Read(PubKey).Should().BeOfType<RegisteredPublicKeys>().Which.Keys.Should().BeSameAs(Keys);
        Read(PubKey with { Jwks = null, JwksUri = Uri }).Should().BeOfType<RegisteredPublicKeys>().Which.Keys.Should().BeNull();
    }

    [TestCase(null)]
    [TestCase(SelfSignedMatching.PublicKey)]
    public void From_reads_certificates(SelfSignedMatching? matching)
    {
        ClientMetadata client = PubKey with
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            SelfSignedMatching = matching,
        };

        RegisteredCertificates registered = Read(client).Should().BeOfType<RegisteredCertificates>().Subject;
        (registered.Keys, registered.Matching).Should().Be((Keys, matching));
        Read(client with { Jwks = null, JwksUri = Uri }).Should().BeOfType<RegisteredCertificates>().Which.Keys.Should().BeNull();
    }

    [Test]
    public void From_reads_a_subject_and_the_root()
    {
        RegisteredSubject registered =
            Read(Pki with { TlsClientAuthRootDn = "CN=root" }).Should().BeOfType<RegisteredSubject>().Subject;

        registered.Subject!.ToString().Should().Be("CN=old");
        registered.Root!.ToString().Should().Be("CN=root");
        registered.AlternativeName.Should().BeNull();
    }

    [TestCase("tls_client_auth_san_dns", GeneralNameType.Dns, "C.example", "C.example")]
    [TestCase("tls_client_auth_san_uri", GeneralNameType.Uri, "HTTPS://C.example/%aB", "https://c.example/%AB")]
    [TestCase("tls_client_auth_san_ip", GeneralNameType.IPAddress, "2001:DB8:0::1", "2001:db8::1")]
    [TestCase("tls_client_auth_san_email", GeneralNameType.Email, "A@C.example", "A@C.example")]
    public void From_reads_an_alternative_name(string member, GeneralNameType kind, string value, string text)
    {
        RegisteredSubject registered = Read(SubjectDecision.Metadata(kind, value)).Should().BeOfType<RegisteredSubject>().Subject;

        registered.Subject.Should().BeNull();
        registered.AlternativeName!.Type.Should().Be(kind);
        registered.AlternativeName.Text.Should().Be(text);
        registered.Parameter.Member.Should().Be(member);
    }

    [TestCase("private_key_jwt", "private_key_jwt")]
    [TestCase("PUB_KEY_TLS_CLIENT_AUTH", "PUB_KEY_TLS_CLIENT_AUTH")]
    [TestCase("", "client_secret_basic")]
    [TestCase(null, "client_secret_basic")]
    public void From_leaves_other_methods_alone(string? method, string expected) =>
        Read(Pki with { TokenEndpointAuthMethod = method }).Should().BeOfType<OtherCredential>().Which.Method.Should().Be(expected);

    [Test]
    public void A_copy_of_the_metadata_has_the_new_subject_and_not_the_old_one()
    {
        RegisteredClient old = RegisteredClient.From(Pki);
        RegisteredClient copy = RegisteredClient.From(old.Metadata with { TlsClientAuthSubjectDn = "CN=new" });

        SubjectOf(copy).Should().Be("CN=new");
        SubjectOf(old).Should().Be("CN=old");
        SubjectDecision.Of(copy.Metadata, Certificate("CN=new")).FailureReason.Should().Be(ClientAuthenticationFailureReason.None);
        SubjectDecision.Of(copy.Metadata, Certificate("CN=old")).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.SubjectNotRegistered);

        static string SubjectOf(RegisteredClient client) => ((RegisteredSubject)client.Credential).Subject!.ToString();
    }

    [Test]
    public async Task A_replaced_client_authenticates_by_its_new_key_and_not_by_the_old_one()
    {
        ClientCertificate first = Authenticating.Vector("a-self-signed");
        ClientCertificate second = Authenticating.Vector("b-self-signed-same-names");
        InMemoryClientMetadataStore store = new(PubKey);
        ClientCertificateAuthenticator authenticator = new(store, timeProvider: new Authenticating().Clock);

        store.Set(PubKey with { Jwks = ClientJwkSet.FromCertificates(includeX5c: false, second) });

        (await Ask(first)).Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        (await Ask(second)).Should().Be(ClientAuthenticationFailureReason.None);

        async Task<ClientAuthenticationFailureReason> Ask(ClientCertificate certificate) =>
            (await authenticator.AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(certificate) })).FailureReason;
    }

    [TestCaseSource(nameof(Invalid))]
    public async Task What_cannot_authenticate_says_why_and_where(
        ClientMetadata client, string member, string detail, ClientAuthenticationFailureReason reason)
    {
        InvalidCredential invalid = Read(client).Should().BeOfType<InvalidCredential>().Subject;
        ClientAuthenticationResult result =
            await new Authenticating { Client = client }.With(Authenticating.Vector("a-self-signed"));

        invalid.Member.Should().Be(member);
        invalid.Detail.Should().StartWith(detail);
        (result.FailureReason, result.FailureDetail).Should().Be((reason, invalid.Detail));
    }

    [TestCase("old", ClientAuthenticationFailureReason.CertificateAuthority)]
    [TestCase(null, ClientAuthenticationFailureReason.InvalidSubjectParameter)]
    public async Task An_authoritys_certificate_is_refused_before_a_subject_that_is_no_name(
        string? subject, ClientAuthenticationFailureReason reason)
    {
        ClientCertificate authority = TestCertificates.Ec().AsAuthority().Create().ClientCertificate;
        Authenticating client = new() { Client = Pki with { TlsClientAuthSubjectDn = subject }, Clock = TimeProvider.System };

        (await client.ReasonFor(authority)).Should().Be(reason);
    }

    private static IEnumerable<TestCaseData> Invalid()
    {
        foreach (ClientMetadata client in new[]
        {
            PubKey,
            PubKey with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth },
        })
        {
            yield return NoKey(client with { Jwks = null }, "token_endpoint_auth_method", "the client has registered neither jwks");
            yield return NoKey(client with { JwksUri = Uri }, "jwks_uri", "the client has registered both jwks and jwks_uri");
            yield return NoKey(client with { Jwks = ClientJwkSet.Empty }, "jwks", "the client's JWK Set has no keys");
            yield return NoKey(
                client with { Jwks = TestJwks.Read(TestJwks.Rsa.Without("n")) },
                "jwks",
                "none of the client's keys can be used; not used: keys[0].n MissingMember");
        }

        yield return NoSubject(
            Pki with { TlsClientAuthSubjectDn = null }, "token_endpoint_auth_method", "no subject parameter is registered");
        yield return NoSubject(
            Pki with { TlsClientAuthSanIp = "::1" },
            "tls_client_auth_san_ip",
            "several are registered: tls_client_auth_subject_dn, tls_client_auth_san_ip");
        yield return NoSubject(
            Pki with { TlsClientAuthSubjectDn = "old" }, "tls_client_auth_subject_dn", "tls_client_auth_subject_dn: Missing");
        yield return NoSubject(
            Pki with { TlsClientAuthRootDn = "CN=" }, "tls_client_auth_root_dn", "tls_client_auth_root_dn: EmptyName");
        yield return NoSubject(
            Pki with { TlsClientAuthSubjectDn = null, TlsClientAuthSanDns = "a b" },
            "tls_client_auth_san_dns",
            "tls_client_auth_san_dns: At offset 1: ");

        static TestCaseData NoKey(ClientMetadata client, string member, string detail) =>
            new(client, member, detail, ClientAuthenticationFailureReason.NoUsableKey);

        static TestCaseData NoSubject(ClientMetadata client, string member, string detail) =>
            new(client, member, detail, ClientAuthenticationFailureReason.InvalidSubjectParameter);
    }

    private static RegisteredCredential Read(ClientMetadata metadata) => RegisteredClient.From(metadata).Credential;

    private static ClientCertificate Certificate(string subject) => TestCertificates.Ec().WithSubject(subject).Create().ClientCertificate;
}
