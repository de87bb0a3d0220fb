using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Explanation;

public sealed class NameExplanationTests
{
    private const string Member = "tls_client_auth_san_dns";

    [TestCase("CN=c,O=Bank,C=GB", RegisteredValueDifference.None, "the certificate's subject")]
    [TestCase("cn=C, o=bank, c=gb", RegisteredValueDifference.None, "the certificate's subject")]
    [TestCase("C=GB,O=Bank,CN=c", RegisteredValueDifference.ReverseOrder, "equal but for the order: one name is the reverse of the other")]
    [TestCase("O=Bank,CN=c,C=GB", RegisteredValueDifference.OtherOrder, "equal but for the order")]
    [TestCase("CN=d,O=Bank,C=GB", RegisteredValueDifference.OneAttribute, "registered CN=d, in the certificate CN=c")]
    [TestCase("CN=d,O=Bank,C=FR", RegisteredValueDifference.OtherName, "differs at RDN 1")]
    [TestCase("CN=c", RegisteredValueDifference.OtherName, "different number of RDNs")]
    public async Task A_subject_is_compared_by_its_attributes(string registered, RegisteredValueDifference difference, string description)
    {
        ClientMetadata client = Client(new() { TlsClientAuthSubjectDn = registered });

        RegisteredValueComparison comparison = (await Explain(client, "CN=c, O=Bank, C=GB")).Comparisons.Should().ContainSingle().Subject;

        comparison.Difference.Should().Be(difference);
        comparison.Member.Should().Be("tls_client_auth_subject_dn");
        comparison.Registered.Should().Be(registered);
        comparison.Presented.Should().Be("CN=c,O=Bank,C=GB");
        comparison.Description.Should().Contain(description);
        comparison.ToString().Should().Be($"tls_client_auth_subject_dn: {comparison.Description}");
    }

    [TestCase("api.bank.example", RegisteredValueDifference.None, "the name in the certificate")]
    [TestCase("apx.bank.example", RegisteredValueDifference.OneLabel, "differs in one label: registered apx, in the certificate API")]
    [TestCase("api.bonk.exomple", RegisteredValueDifference.OtherName, "another name of the type Dns")]
    [TestCase("bank.example", RegisteredValueDifference.OtherName, "another name of the type Dns")]
    [TestCase("apx.bank", RegisteredValueDifference.OtherName, "another name of the type Dns")]
    public async Task A_host_name_is_compared_label_by_label(string registered, RegisteredValueDifference difference, string description)
    {
        RegisteredValueComparison nearest = (await Explain(Dns(registered), "CN=c", names => names.AddDnsName("API.bank.example")))
            .Comparisons[0];

        nearest.Difference.Should().Be(difference);
        nearest.Description.Should().Be(description);
        nearest.Member.Should().Be(Member);
    }

    [Test]
    public async Task A_wildcard_stands_for_no_name()
    {
        RegisteredValueComparison nearest =
            (await Explain(Dns("api.bank.example"), "CN=c", static names => names.AddDnsName("*.bank.example"))).Comparisons[0];

        nearest.Difference.Should().Be(RegisteredValueDifference.OneLabel);
        nearest.Description.Should().Contain("wildcard");
    }

    [Test]
    public async Task Case_that_counts_is_said()
    {
        ClientMetadata uri = Client(new() { TlsClientAuthSanUri = "https://bank.example/Client" });
        ClientMetadata email = Client(new() { TlsClientAuthSanEmail = "Ops@bank.example" });

        RegisteredValueComparison ofUri =
            (await Explain(uri, "CN=c", static names => names.AddUri(new Uri("https://bank.example/client")))).Comparisons[0];
        RegisteredValueComparison ofEmail =
            (await Explain(email, "CN=c", static names => names.AddEmailAddress("ops@bank.example"))).Comparisons[0];

        ofUri.Difference.Should().Be(RegisteredValueDifference.Case);
        ofUri.Description.Should().Contain("RFC 3986");
        ofEmail.Difference.Should().Be(RegisteredValueDifference.Case);
        ofEmail.Description.Should().Contain("RFC 5280");
    }

    [Test]
    public async Task The_same_text_in_another_place_is_found_nearest_first()
    {
        ClientAuthenticationExplanation explanation = await Explain(Dns("192.0.2.1.example"), "CN=192.0.2.1.example", static names =>
        {
            names.AddDnsName("other.example");
            names.AddEmailAddress("192.0.2.1.example@example");
            names.AddUri(new Uri("urn:x"));
        });

        explanation.Comparisons.Select(static item => item.Difference).Should().Equal(
            RegisteredValueDifference.OtherNameType, RegisteredValueDifference.OtherName);
        explanation.Comparisons[0].Presented.Should().Be("CN=192.0.2.1.example");
        explanation.Comparisons[0].Description.Should().Be(
            "the same text, but in the certificate's subject, and subject alternative names are compared");
    }

    [Test]
    public async Task An_address_as_host_name_is_a_name_of_another_type()
    {
        ClientMetadata client = Client(new() { TlsClientAuthSanIp = "192.0.2.1" });

        ClientAuthenticationExplanation explanation =
            await Explain(client, "CN=c", static names => names.AddDnsName("192.0.2.1"));

        explanation.Comparisons.Select(static item => item.Difference).Should().Equal(
            RegisteredValueDifference.OtherNameType, RegisteredValueDifference.NoName);
        explanation.Comparisons[0].Description.Should().Contain("of the type Dns, and IPAddress is compared");
    }

    [Test]
    public async Task Another_address_is_another_name()
    {
        ClientMetadata client = Client(new() { TlsClientAuthSanIp = "192.0.2.1" });

        (await Explain(client, "CN=c", static names => names.AddIpAddress(IPAddress.Parse("192.0.2.2")))).Comparisons
            .Should().ContainSingle().Which.Difference.Should().Be(RegisteredValueDifference.OtherName);
    }

    [Test]
    public async Task Names_that_cannot_be_read_are_said()
    {
        X509Extension names = new("2.5.29.17", Der.Sequence(Der.Implicit(2, "m\u00FCller.example"u8)), critical: false);

        ClientAuthenticationExplanation explanation = await Explaining.Of(
            Subject(Dns("client.example")), Certificate("CN=c", names));

        explanation.Comparisons.Should().ContainSingle().Which.Description.Should().Be(
            "the certificate has no subject alternative name of the type Dns that can be read (MalformedSubjectAlternativeName)");
    }

    [Test]
    public async Task A_certificate_without_a_name_that_could_be_compared_has_none()
    {
        byte[] unreadable = Der.Sequence(Der.Set(Der.Sequence(Der.ObjectIdentifier("2.5.4.3"), Der.Element(0x0C, 0xFF))));
        ClientCertificate certificate = new CertificateParts { Subject = unreadable }.ReadCertificate();

        ClientAuthenticationExplanation ofSubject =
            await Explaining.Of(Subject(Client(new() { TlsClientAuthSubjectDn = "CN=c" })), certificate);
        ClientAuthenticationExplanation ofHostName = await Explaining.Of(Subject(Dns("client.example")), certificate);

        ofSubject.Comparisons.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Difference = RegisteredValueDifference.NoName,
            Presented = "none",
            Description = "the certificate's subject cannot be read",
        });
        ofHostName.Comparisons.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Difference = RegisteredValueDifference.NoName,
            Presented = "none",
            Description = "the certificate has no subject alternative name of the type Dns",
        });
    }

    [Test]
    public async Task A_match_with_a_chain_that_is_not_trusted_is_a_match_and_a_refusal()
    {
        ClientAuthenticationExplanation explanation =
            await Explain(Dns("c.example"), "CN=c", static names => names.AddDnsName("c.example"));

        explanation.IsMatch.Should().BeTrue();
        explanation.Result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task A_certificate_with_a_thousand_names_is_explained_in_few_lines()
    {
        ClientAuthenticationExplanation explanation = await Explain(Dns("c999.example"), "CN=c", static names =>
        {
            for (int index = 0; index < 1000; index++)
            {
                names.AddDnsName($"d{index}.{new string('a', 20)}.example");
            }

            names.AddDnsName("c998.example");
        });

        explanation.Comparisons.Should().HaveCount(ClientAuthenticationExplanation.MaximumCount);
        explanation.OmittedCount.Should().Be(981);
        explanation.Comparisons[0].Difference.Should().Be(RegisteredValueDifference.OneLabel);
    }

    private static ClientMetadata Client(ClientMetadata parameters) =>
        parameters with { ClientId = "c", TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth };

    private static ClientMetadata Dns(string name) => Client(new() { TlsClientAuthSanDns = name });

    private static Authenticating Subject(ClientMetadata client) => new()
    {
        Client = client,
        Anchors = TrustAnchors.FromCertificates(TestCertificates.Ec().AsAuthority().Create().ClientCertificate),
    };

    private static Task<ClientAuthenticationExplanation> Explain(
        ClientMetadata client, string subject, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        SubjectAlternativeNameBuilder builder = new();
        names?.Invoke(builder);
        return Explaining.Of(Subject(client), names is null ? Certificate(subject) : Certificate(subject, builder.Build()));
    }

    private static ClientCertificate Certificate(string subject, params X509Extension[] extensions) => TestCertificates.Ec()
        .WithSubject(subject)
        .WithExtensions(extensions)
        .ValidFrom(Authenticating.Now.AddDays(-1))
        .ValidUntil(Authenticating.Now.AddDays(1))
        .Create().ClientCertificate;
}
