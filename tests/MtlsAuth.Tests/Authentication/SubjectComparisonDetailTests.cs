using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>What the log says where the certificate is not the registered one.</summary>
public sealed class SubjectComparisonDetailTests
{
    [TestCase("CN=admin,CN=client-b", "differs at RDN 2: registered CN=client-b, in the certificate CN=client-a")]
    [TestCase("CN=admin", "different number of RDNs, first at RDN 2: registered none, in the certificate CN=client-a")]
    [TestCase("CN=admin,CN=client-a,O=x", "different number of RDNs, first at RDN 3: registered O=x, in the certificate none")]
    [TestCase("CN=client-a,CN=admin", "equal but for the order: one name is the reverse of the other, "
        + "first at RDN 1: registered CN=client-a, in the certificate CN=admin")]
    [TestCase("CN=admin,O=a+OU=b+OU=c", "differs at RDN 2: registered O=a+OU=b+OU=c, in the certificate CN=client-a")]
    public void Compare_says_where_names_differ(string registered, string expected) =>
        Detail(registered, Authenticating.Vector("dn-two-cn").SubjectRawData.ToArray()).Should().Be(expected);

    [Test]
    public void Compare_shows_the_place_where_long_values_differ_and_no_more()
    {
        string same = new('a', 1000);
        byte[] subject = Der.CommonName(same + "c\n" + new string('c', 1000));

        string detail = Detail($"CN={same}b", subject);

        detail.Should().Contain("registered ...aaaaaaaaaaaaaaaaaaaab, in the certificate ...aaaaaaaaaaaaaaaaaaaac\\0acccc");
        detail.Length.Should().BeLessThan(350);
    }

    [Test]
    public void Compare_cuts_no_character_of_a_name_in_two()
    {
        string emoji = string.Concat(Enumerable.Repeat("😀", 200));

        string detail = Detail($"CN={emoji}b", Der.CommonName(emoji + "c"));
        string other = Detail("CN=b" + emoji, Der.CommonName(emoji));

        (detail + other).EnumerateRunes().Should().NotContain(Rune.ReplacementChar);
    }

    [Test]
    public void Compare_shows_the_first_names_of_the_kind_beside_the_registered_one() =>
        Decide(
            new ClientMetadata { TlsClientAuthSanDns = "z.example" },
            WithNames(names =>
            {
                names.AddUri(new Uri("urn:a"));
                Array.ForEach(["a.example", "b.example", "c.example", "d.example", "e.example"], names.AddDnsName);
            })).Detail.Should().Be(
            "no subject alternative name of kind Dns is the registered one; "
            + "registered z.example, in the certificate a.example, b.example, c.example and 2 more");

    [Test]
    public void Compare_says_that_there_is_no_name_of_the_kind() =>
        Decide(new ClientMetadata { TlsClientAuthSanIp = "192.0.2.1" }, WithNames(names => names.AddDnsName("a.example"))).Detail
            .Should().Be("no subject alternative name of kind IPAddress is the registered one; "
                + "registered 192.0.2.1, in the certificate none");

    [Test]
    public void Compare_says_that_there_is_a_name_that_cannot_be_read()
    {
        byte[] names = Der.Sequence(Der.Implicit(2, "a.example"u8), Der.Implicit(2, "bücher.example"u8));
        ClientCertificate certificate = new CertificateParts()
            .WithExtensions(CertificateParts.Extension("2.5.29.17", names)).ReadCertificate();

        Decide(new ClientMetadata { TlsClientAuthSanDns = "b.example" }, certificate).Should().Be(new MethodDecision(
            ClientAuthenticationFailureReason.SubjectNotRegistered,
            Detail: "no subject alternative name of kind Dns is the registered one; registered b.example, in the certificate a.example, "
                + "and what cannot be read: MalformedSubjectAlternativeName"));
    }

    [Test]
    public void Compare_compares_the_subject_where_the_alternative_names_cannot_be_read()
    {
        ClientCertificate certificate = new CertificateParts()
            .WithExtensions(CertificateParts.Extension("2.5.29.17", Der.Sequence(Der.Implicit(2, "bücher.example"u8)))).ReadCertificate();

        Decide(new ClientMetadata { TlsClientAuthSubjectDn = "CN=test" }, certificate).Should().Be(MethodDecision.Matched);
    }

    [Test]
    public void Compare_shows_the_beginning_of_long_names()
    {
        string path = new('a', 1000);

        Decide(
            new ClientMetadata { TlsClientAuthSanUri = $"https://b.example/{path}" },
            WithNames(names => names.AddUri(new Uri($"urn:{path}")))).Detail!.Length.Should().BeLessThan(350);
    }

    private static string Detail(string registered, byte[] subject) =>
        Decide(
            new ClientMetadata { TlsClientAuthSubjectDn = registered },
            new CertificateParts { Subject = subject }.ReadCertificate()).Detail!;

    private static MethodDecision Decide(ClientMetadata client, ClientCertificate certificate) =>
        SubjectDecision.Of(client, certificate);

    private static ClientCertificate WithNames(Action<SubjectAlternativeNameBuilder> add)
    {
        SubjectAlternativeNameBuilder builder = new();
        add(builder);
        return TestCertificates.Ec().WithExtensions(builder.Build()).Create().ClientCertificate;
    }
}
