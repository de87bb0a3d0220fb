using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Trust;

/// <summary>The extended key usage of <c>tls_client_auth</c> clients and of the authorities above them.</summary>
public sealed class ChainUsageTests
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyUsage = "2.5.29.37.0";

    [TestCase(null, ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed, false)]
    [TestCase(CertificateCheck.Enforce, ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed, false)]
    [TestCase(CertificateCheck.Report, ClientAuthenticationFailureReason.None, true)]
    [TestCase(CertificateCheck.Ignore, ClientAuthenticationFailureReason.None, false)]
    public async Task Policy_says_what_follows_from_a_clients_usage(
        CertificateCheck? check, ClientAuthenticationFailureReason reason, bool isReported)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(check, leaf: [ServerAuthentication], intermediate: []);

        result.FailureReason.Should().Be(reason, result.FailureDetail);
        result.ReportedViolations.Should()
            .Equal(isReported ? [ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed] : []);
    }

    [TestCase(null, ClientAuthenticationFailureReason.ChainNotTrusted, false)]
    [TestCase(CertificateCheck.Enforce, ClientAuthenticationFailureReason.ChainNotTrusted, false)]
    [TestCase(CertificateCheck.Report, ClientAuthenticationFailureReason.None, true)]
    [TestCase(CertificateCheck.Ignore, ClientAuthenticationFailureReason.None, false)]
    public async Task Policy_says_what_follows_from_an_authoritys_usage(
        CertificateCheck? check, ClientAuthenticationFailureReason reason, bool isReported)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(check, [ClientAuthentication], intermediate: [ServerAuthentication]);

        result.FailureReason.Should().Be(reason, result.FailureDetail);
        result.ReportedViolations.Should()
            .Equal(isReported ? [ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed] : []);
    }

    [Test]
    public async Task The_log_says_that_an_authority_is_not_for_clients() =>
        (await AuthenticateAsync(CertificateCheck.Enforce, leaf: [], intermediate: [ServerAuthentication])).FailureDetail
            .Should().Be("an authority of the chain is not for client authentication");

    [Test]
    public async Task The_log_says_what_is_wrong_with_a_registered_root() =>
        (await new TestChain().AuthenticateAsync(subject => subject with
        {
            Client = subject.Client with { TlsClientAuthRootDn = "no name" },
        })).FailureDetail.Should().StartWith("tls_client_auth_root_dn: ");

    [Test]
    public async Task Usage_of_a_whole_chain_is_reported_once()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            CertificateCheck.Report, leaf: [ServerAuthentication], intermediate: [ServerAuthentication]);

        result.ReportedViolations.Should().Equal(ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
    }

    [TestCase(AnyUsage, AnyUsage)]
    [TestCase(AnyUsage, ClientAuthentication)]
    [TestCase(ClientAuthentication, AnyUsage)]
    [TestCase(ClientAuthentication, ClientAuthentication)]
    [TestCase(ServerAuthentication + " " + ClientAuthentication, ServerAuthentication + " " + AnyUsage)]
    [TestCase("", ClientAuthentication)]
    [TestCase(AnyUsage, "")]
    public async Task Any_usage_is_as_good_as_that_of_clients(string leaf, string intermediate)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(CertificateCheck.Enforce, leaf.Split(' '), intermediate.Split(' '));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public async Task Usage_of_an_anchor_does_not_count()
    {
        TestChain chain = new();

        ClientAuthenticationResult result = await (chain with
        {
            Root = chain.Root.WithExtensions(TestChain.Usages(ServerAuthentication)),
        }).AuthenticateAsync();

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase(null)]
    [TestCase(CertificateCheck.Ignore)]
    public async Task Key_usage_without_signatures_is_refused_whatever_the_policy_says(CertificateCheck? check)
    {
        TestChain chain = new()
        {
            Leaf = TestCertificates.Ec()
                .WithSubject("CN=client")
                .WithExtensions(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true)),
        };

        ClientAuthenticationResult result = await chain.AuthenticateAsync(subject => With(subject, check));

        (result.FailureReason, result.FailureDetail).Should().Be((
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed,
            "the key usage is KeyEncipherment, without digitalSignature"));
    }

    [Test]
    public async Task The_log_says_what_a_clients_usage_is_by_default() =>
        (await AuthenticateAsync(null, leaf: [ServerAuthentication], intermediate: [])).FailureDetail
            .Should().Be($"the extended key usage is {ServerAuthentication}, without id-kp-clientAuth");

    [TestCase(null, null, "no subject parameter is registered")]
    [TestCase("CN=client", "client.example", "several are registered: tls_client_auth_subject_dn, tls_client_auth_san_dns")]
    public async Task The_log_says_how_many_names_are_registered_instead_of_one(string? subject, string? dns, string detail)
    {
        ClientMetadata client = TestChain.Client with { TlsClientAuthSubjectDn = subject, TlsClientAuthSanDns = dns };

        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(item => item with { Client = client });

        (result.FailureReason, result.FailureDetail)
            .Should().Be((ClientAuthenticationFailureReason.InvalidSubjectParameter, detail));
    }

    [Test]
    public async Task The_log_says_that_the_certificate_is_an_authoritys()
    {
        TestChain chain = new();

        ClientAuthenticationResult result =
            await (chain with { Leaf = chain.Leaf.AsAuthority() }).AuthenticateAsync();

        (result.FailureReason, result.FailureDetail).Should().Be((
            ClientAuthenticationFailureReason.CertificateAuthority,
            "basicConstraints says that it is a certification authority's"));
    }

    [Test]
    public async Task Key_bound_methods_ignore_the_usage_by_default()
    {
        ClientCertificate certificate =
            TestCertificates.Ec().WithExtensions(TestChain.Usages(ServerAuthentication)).Create().ClientCertificate;
        Authenticating subject = new() { Client = Authenticating.PubKeyClient(certificate), Clock = TimeProvider.System };

        ClientAuthenticationResult result = await subject.With(certificate);

        (result.IsAuthenticated, result.ReportedViolations.Count).Should().Be((true, 0));
    }

    private static Task<ClientAuthenticationResult> AuthenticateAsync(CertificateCheck? check, string[] leaf, string[] intermediate)
    {
        TestChain chain = new();
        return (chain with
        {
            Leaf = chain.Leaf.WithExtensions(Usages(leaf)),
            Intermediate = chain.Intermediate.WithExtensions(Usages(intermediate)),
        }).AuthenticateAsync(subject => With(subject, check));
    }

    private static X509Extension[] Usages(string[] identifiers) =>
        identifiers is [] or [""] ? [] : [TestChain.Usages(identifiers)];

    private static Authenticating With(Authenticating subject, CertificateCheck? check) => subject with
    {
        Options = subject.Options.With(certificatePolicy: new() { ClientAuthenticationUsage = check }),
    };
}
