using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Trust;

/// <summary>Critical extensions (RFC 5280 §4.2), most of them of certificates that <c>openssl</c> has made.</summary>
public sealed class CriticalExtensionTests
{
    private const string Leaf = "basicConstraints=critical,CA:FALSE\n";
    private const string Unknown = "1.3.6.1.4.1.99999.1";

    [TestCase("certificatePolicies=critical,1.3.6.1.4.1.99999.2")]
    [TestCase("certificatePolicies=critical,2.5.29.32.0")]
    [TestCase("crlDistributionPoints=critical,URI:http://127.0.0.1/crl")]
    [TestCase("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,clientAuth\nsubjectAltName=critical,DNS:c.example")]
    public async Task What_has_to_be_recognised_does_not_refuse_a_client(string extensions)
    {
        ClientAuthenticationResult result = await AuthenticateAsync("", Leaf + extensions);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase("certificatePolicies=critical,1.3.6.1.4.1.99999.2")]
    [TestCase("policyConstraints=critical,inhibitPolicyMapping:0")]
    [TestCase("policyMappings=critical,1.3.6.1.4.1.99999.4:1.3.6.1.4.1.99999.5")]
    [TestCase("inhibitAnyPolicy=critical,0")]
    [TestCase("nameConstraints=critical,permitted;DNS:example")]
    [TestCase("crlDistributionPoints=critical,URI:http://127.0.0.1/crl")]
    public async Task What_has_to_be_recognised_does_not_refuse_an_authority(string extension)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(extension, Leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase("1.3.6.1.4.1.99999.1=critical,ASN1:NULL", "1.3.6.1.4.1.99999.1")]
    [TestCase("1.3.6.1.4.1.99999.1=ASN1:NULL\n1.3.6.1.4.1.99999.2=critical,ASN1:NULL", "1.3.6.1.4.1.99999.2")]
    [TestCase(
        "1.3.6.1.4.1.99999.1=critical,ASN1:NULL\n1.3.6.1.4.1.99999.2=critical,ASN1:NULL", "1.3.6.1.4.1.99999.1, 1.3.6.1.4.1.99999.2")]
    [TestCase("certificatePolicies=critical,2.5.29.32.0\n1.3.6.1.4.1.99999.3=critical,ASN1:NULL", "1.3.6.1.4.1.99999.3")]
    [TestCase("policyMappings=critical,1.3.6.1.4.1.99999.4:1.3.6.1.4.1.99999.5", "2.5.29.33")]
    public async Task What_is_not_understood_refuses_a_client_and_is_named(string extensions, string named)
    {
        ClientAuthenticationResult result = await AuthenticateAsync("", Leaf + extensions);

        (result.FailureReason, result.FailureDetail).Should().Be((ClientAuthenticationFailureReason.UnknownCriticalExtension, named));
    }

    // OpenSSL knows some of them, and acts upon none.
    [TestCase("1.3.6.1.4.1.99999.1=critical,ASN1:NULL", "1.3.6.1.4.1.99999.1")]
    [TestCase("nsCertType=critical,sslCA", "2.16.840.1.113730.1.1")]
    [TestCase("noCheck=critical,ignored", "1.3.6.1.5.5.7.48.1.5")]
    [TestCase("issuerAltName=critical,DNS:x.example", "2.5.29.18")]
    public async Task What_is_not_understood_refuses_an_authority_and_is_named(string extension, string named)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(extension, Leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        result.FailureDetail.Should().Contain(named);
    }

    [Test]
    public async Task What_is_not_understood_refuses_an_anchor_and_is_named()
    {
        TestChain chain = new() { Root = TestCertificates.Authority(TestChain.RootName).WithExtensions(Critical(Unknown)) };

        ClientAuthenticationResult result = await chain.AuthenticateAsync();

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        result.FailureDetail.Should().Contain(Unknown);
    }

    [Test]
    public async Task What_somebody_acts_upon_for_clients_refuses_an_authority_that_the_server_knows()
    {
        TestChain chain = new() { Intermediate = TestCertificates.Authority("CN=intermediate").WithExtensions(Critical(Unknown)) };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = chain.Create();
        StubRequirement acting = new(static () => ClientCertificateRequirementResult.Met()) { ProcessedExtensions = [Unknown] };

        ClientAuthenticationResult result =
            await (TestChain.Knowing(root, intermediate) with { Requirements = [acting] }).With(leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        result.FailureDetail.Should().Contain(Unknown);
    }

    // nsCertType sslCA, which OpenSSL knows.
    [Test]
    [Platform("Linux", Reason = "Elsewhere the platform may not know the extension.")]
    public async Task Extension_that_is_not_the_reason_is_not_named()
    {
        TestChain chain = new()
        {
            Root = TestCertificates.Authority(TestChain.RootName)
                .WithExtensions(new X509Extension("2.16.840.1.113730.1.1", Der.BitString([0x04], 2), critical: true)),
            Intermediate = TestCertificates.Authority("CN=intermediate").Expired(),
        };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = chain.Create();

        (await TestChain.Knowing(root, intermediate).With(leaf)).FailureDetail.Should().Be("NotTimeValid");
    }

    [Test]
    public async Task What_is_not_understood_is_no_matter_where_it_is_not_critical() =>
        (await AuthenticateAsync("1.3.6.1.4.1.99999.1=ASN1:NULL", Leaf + "1.3.6.1.4.1.99999.1=ASN1:NULL")).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.None);

    [TestCase("permitted;dirName:other", "")]
    [TestCase("excluded;DNS:bad.example", "subjectAltName=DNS:a.bad.example")]
    [TestCase("permitted;email:good.example", "subjectAltName=email:a@bad.example")]
    [TestCase("permitted;IP:10.0.0.0/255.0.0.0", "subjectAltName=IP:192.0.2.1")]
    public async Task Violated_name_constraints_refuse(string constraint, string names)
    {
        string section = "\n[other]\nCN=other\n";

        ClientAuthenticationResult result = await AuthenticateAsync(
            $"nameConstraints=critical,{constraint}", Leaf + names, afterAuthority: section);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    // requireExplicitPolicy of the authority, its policies, those of the client.
    [TestCase("requireExplicitPolicy:0", "", "", false)]
    [TestCase("requireExplicitPolicy:0", "1.2.3.4", "", false)]
    [TestCase("requireExplicitPolicy:0", "", "1.2.3.4", false)]
    [TestCase("requireExplicitPolicy:0", "1.2.3.4", "1.2.3.5", false)]
    [TestCase("requireExplicitPolicy:1", "", "", false)]
    [TestCase("requireExplicitPolicy:2", "", "", true)]
    [TestCase("inhibitPolicyMapping:0", "", "", true)]
    [TestCase("requireExplicitPolicy:0", "1.2.3.4", "1.2.3.4", true)]
    [TestCase("requireExplicitPolicy:0", "1.2.3.4,1.2.3.5", "1.2.3.5,1.2.3.6", true)]
    [TestCase("requireExplicitPolicy:0", "2.5.29.32.0", "1.2.3.4", true)]
    [TestCase("requireExplicitPolicy:0", "1.2.3.4", "2.5.29.32.0", true)]
    [TestCase("requireExplicitPolicy:0", "2.5.29.32.0", "2.5.29.32.0", true)]
    public async Task Required_policy_has_to_be_common_to_the_chain(string constraint, string authority, string client, bool isTrusted)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            $"policyConstraints=critical,{constraint}\n{Policies(authority)}", Leaf + Policies(client));

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
        result.FailureReason.Should().Be(
            isTrusted ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.ChainNotTrusted);

        static string Policies(string identifiers) => identifiers.Length == 0 ? "" : $"certificatePolicies={identifiers}";
    }

    // inhibitAnyPolicy of the root's authority, and who has anyPolicy: the authority under it, or the client.
    [TestCase("0", "2.5.29.32.0", "2.5.29.32.0", false, "2.5.29.32.0")]
    [TestCase("0", "2.5.29.32.0", "1.2.3.4", false)]
    [TestCase("0", "1.2.3.4", "2.5.29.32.0", false)]
    [TestCase("0", "1.2.3.4", "2.5.29.32.0,1.2.3.4", true)]
    [TestCase("0", "1.2.3.4", "1.2.3.4", true)]
    [TestCase("1", "2.5.29.32.0", "1.2.3.4", true)]
    [TestCase("1", "1.2.3.4", "2.5.29.32.0", false)]
    [TestCase("2", "1.2.3.4", "2.5.29.32.0", true)]
    [TestCase("200", "1.2.3.4", "2.5.29.32.0", false, Description = "a number that is not read")]
    public async Task Any_policy_is_none_where_it_is_inhibited(
        string skipped, string authority, string client, bool isTrusted, string inhibitingPolicy = "1.2.3.4")
    {
        using OpenSslAuthorities made = new();
        ClientCertificate root = made.Create("root", null, OpenSslAuthorities.Authority);
        ClientCertificate inhibiting = made.Create(
            "inhibiting",
            "root",
            $"{OpenSslAuthorities.Authority}\npolicyConstraints=critical,requireExplicitPolicy:0\n"
                + $"inhibitAnyPolicy=critical,{skipped}\ncertificatePolicies={inhibitingPolicy}");
        ClientCertificate issuing = made.Create(
            "issuing", "inhibiting", $"{OpenSslAuthorities.Authority}\ncertificatePolicies={authority}");
        ClientCertificate leaf = made.Create("client", "issuing", $"{Leaf}certificatePolicies={client}");

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf, issuing, inhibiting);

        result.FailureReason.Should().Be(
            isTrusted ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.ChainNotTrusted, result.FailureDetail);
    }

    [Test]
    public async Task Required_policy_that_is_not_common_is_said() =>
        (await AuthenticateAsync(
            "policyConstraints=critical,requireExplicitPolicy:0\ncertificatePolicies=1.2.3.4", Leaf + "certificatePolicies=1.2.3.5"))
        .FailureDetail.Should().Be("an authority requires a policy that not all certificates have");

    [Test]
    public async Task Policy_that_two_certificates_require_is_required()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            "policyConstraints=critical,requireExplicitPolicy:0\ncertificatePolicies=1.2.3.4",
            Leaf + "policyConstraints=critical,requireExplicitPolicy:0");

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    // policyConstraints in DER, whose requireExplicitPolicy is [0].
    [TestCase("0500", TestName = "Policy_constraints_that_cannot_be_read_require_a_policy: no sequence")]
    [TestCase("30028001", TestName = "Policy_constraints_that_cannot_be_read_require_a_policy: no end")]
    [TestCase("30028000", TestName = "Policy_constraints_that_cannot_be_read_require_a_policy: no number")]
    [TestCase("3003800180", TestName = "Policy_constraints_that_cannot_be_read_require_a_policy: a negative number")]
    [TestCase("300480020100", TestName = "Policy_constraints_that_cannot_be_read_require_a_policy: a large number")]
    public async Task Policy_constraints_that_cannot_be_read_require_a_policy(string constraints)
    {
        ClientAuthenticationResult result = await AuthenticateAsync($"2.5.29.36=critical,DER:{constraints}", Leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    private static X509Extension Critical(string identifier) => new(identifier, Der.Null, critical: true);

    private static async Task<ClientAuthenticationResult> AuthenticateAsync(
        string authority, string leaf, string afterAuthority = "")
    {
        using OpenSslAuthorities made = new();
        ClientCertificate root = made.Create("root", null, OpenSslAuthorities.Authority);
        ClientCertificate issuing = made.Create("issuing", "root", $"{OpenSslAuthorities.Authority}\n{authority}{afterAuthority}");
        ClientCertificate client = made.Create("client", "issuing", leaf);
        return await TestChain.Trusting(root).With(client, issuing);
    }
}
