using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

public sealed class SubjectComparisonTests
{
    private static readonly ClientMetadata Client = new() { ClientId = "c" };

    [TestCaseSource(nameof(Vectors))]
    public void Compare_decides_as_the_derived_vectors_say(string file, string parameter, string value, bool expected)
    {
        string json = new JsonObject { [parameter] = value }.ToJsonString();
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out _).Should().BeTrue();

        Compare(client!, TestVectors.ReadCertificate($"derived/{file}")).Should().Be(expected);
    }

    [TestCase("san-embedded-nul")]
    [TestCase("san-ip-as-text")]
    public void A_malformed_name_cannot_be_compared(string name) =>
        Authenticating.Vector(name).SubjectAlternativeNameError.Should().Be(CertificateFormatError.MalformedSubjectAlternativeName);

    [Test]
    public void Find_finds_the_one_parameter()
    {
        Find(Client with { TlsClientAuthSubjectDn = "CN=c" }).Should().Equal((null, "CN=c"));
        Find(Client with { TlsClientAuthSanDns = "c" }).Should().Equal((GeneralNameType.Dns, "c"));
        Find(Client with { TlsClientAuthSanUri = "c" }).Should().Equal((GeneralNameType.Uri, "c"));
        Find(Client with { TlsClientAuthSanIp = "c" }).Should().Equal((GeneralNameType.IPAddress, "c"));
        Find(Client with { TlsClientAuthSanEmail = "c" }).Should().Equal((GeneralNameType.Email, "c"));
    }

    [Test]
    public void Find_finds_nothing_where_there_is_not_exactly_one()
    {
        Read(Client).Should().BeOfType<InvalidCredential>();
        Read(Client with { TlsClientAuthRootDn = "CN=r" }).Should().BeOfType<InvalidCredential>();
        Read(Client with { TlsClientAuthSubjectDn = "CN=c", TlsClientAuthSanDns = "c" }).Should().BeOfType<InvalidCredential>();
        Read(Client with { TlsClientAuthSanUri = string.Empty }).Should().BeOfType<InvalidCredential>();
    }

    [Test]
    public void Find_takes_an_empty_parameter_for_none() =>
        Find(Client with { TlsClientAuthSanIp = "192.0.2.1", TlsClientAuthSubjectDn = "", TlsClientAuthSanEmail = "" })
            .Should().Equal((GeneralNameType.IPAddress, "192.0.2.1"));

    [TestCase("client.example", true)]
    [TestCase("CLIENT.Example", true)]
    [TestCase("client.example.", false)]
    [TestCase("client", false)]
    [TestCase("a.client.example", false)]
    [TestCase("*.example", true, Description = "The same text, a wildcard or not.")]
    [TestCase("a.example", false)]
    [TestCase("xn--bcher-kva.example", true)]
    [TestCase("XN--BCHER-KVA.example", true)]
    [TestCase("bücher.example", false)]
    [TestCase("\u212Alient.example", false)]
    public void Compare_takes_host_names_without_case_and_whole(string registered, bool expected) =>
        Compare(
            Client with { TlsClientAuthSanDns = registered },
            WithNames(names => Add(names.AddDnsName, "client.example", "*.example", "xn--bcher-kva.example", "klient.example")))
            .Should().Be(expected);

    [Test]
    public void Compare_takes_a_host_name_that_ends_in_a_dot_for_another() =>
        Compare(Client with { TlsClientAuthSanDns = "c.example" }, Certificate(Der.Implicit(2, "c.example."u8))).Should().BeFalse();

    [TestCase("spiffe://Example.org/ns/a", true)]
    [TestCase("SPIFFE://example.ORG/ns/a", true)]
    [TestCase("spiffe://example.org/NS/a", false)]
    [TestCase("spiffe://example.org/ns/a/", false)]
    [TestCase("spiffe://example.org/ns", false)]
    [TestCase("https://User@c.example:443/%2Fa?B#C", true)]
    [TestCase("https://User@C.example:443/%2fa?B#C", true)]
    [TestCase("https://user@c.example:443/%2Fa?B#C", false)]
    [TestCase("https://User@c.example/%2Fa?B#C", false)]
    [TestCase("https://User@c.example:443//a?B#C", false)]
    [TestCase("https://User@c.example:443/%2Fa?b#C", false)]
    [TestCase("URN:a:B", true)]
    [TestCase("urn:a:b", false)]
    [TestCase("http://d.example?Q", true)]
    [TestCase("HTTP://D.example?Q", true)]
    [TestCase("http://d.example?q", false)]
    [TestCase("no-scheme", false)]
    public void Compare_takes_URIs_with_scheme_and_host_without_case(string registered, bool expected) =>
        Compare(
            Client with { TlsClientAuthSanUri = registered },
            Certificate(
                Der.Implicit(6, "spiffe://example.org/ns/a"u8),
                Der.Implicit(6, "https://User@c.example:443/%2fa?B#C"u8),
                Der.Implicit(6, "urn:a:B"u8),
                Der.Implicit(6, "http://d.example?Q"u8)))
            .Should().Be(expected);

    [TestCase("192.0.2.10", true)]
    [TestCase("192.0.2.11", false)]
    [TestCase("::ffff:192.0.2.10", false, Description = "IPv4 mapped into IPv6 is another address.")]
    [TestCase("2001:db8::1", true)]
    [TestCase("2001:DB8:0:0:0:0:0:1", true)]
    [TestCase("2001:0db8::0001", true)]
    [TestCase("2001:db8::2", false)]
    [TestCase("::ffff:198.51.100.1", true)]
    [TestCase("198.51.100.1", false)]
    public void Compare_takes_addresses_in_binary(string registered, bool expected)
    {
        ClientCertificate certificate = WithNames(names =>
        {
            names.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.10"));
            names.AddIpAddress(System.Net.IPAddress.Parse("2001:db8::1"));
            names.AddIpAddress(System.Net.IPAddress.Parse("::ffff:198.51.100.1"));
        });

        Compare(Client with { TlsClientAuthSanIp = registered }, certificate).Should().Be(expected);
    }

    [TestCase("127.1")]
    [TestCase("1")]
    [TestCase("0x7f.0.0.1")]
    [TestCase("127.0.0.01")]
    [TestCase("192.0.2.1 ")]
    [TestCase("[::1]")]
    [TestCase("[::1]:443")]
    [TestCase("fe80::1%1")]
    [TestCase("::1/128")]
    [TestCase("c.example")]
    public void Compare_refuses_a_registered_text_that_is_no_address(string registered) =>
        Reason(Client with { TlsClientAuthSanIp = registered }, WithNames(names => names.AddIpAddress(System.Net.IPAddress.Loopback)))
            .Should().Be(ClientAuthenticationFailureReason.InvalidSubjectParameter);

    [TestCase("Ops@c.example", true)]
    [TestCase("Ops@C.EXAMPLE", true)]
    [TestCase("ops@c.example", false)]
    [TestCase("Ops@c.example.", false)]
    [TestCase("c.example", false)]
    [TestCase("@c.example", false)]
    [TestCase("Öps@c.example", false)]
    [TestCase("\"A@B\"@d.example", true)]
    [TestCase("\"A@b\"@d.example", false)]
    public void Compare_takes_mail_addresses_with_the_host_without_case(string registered, bool expected) =>
        Compare(
            Client with { TlsClientAuthSanEmail = registered },
            Certificate(Der.Implicit(1, "Ops@c.example"u8), Der.Implicit(1, "\"A@B\"@d.example"u8), Der.Implicit(1, "@c.example"u8)))
            .Should().Be(expected);

    [TestCase("\"a\\?\"@d.example", true)]
    [TestCase("\"a\\\u00E9\"@d.example", false)]
    public void Compare_takes_no_question_mark_for_a_letter_that_ASCII_does_not_have(string registered, bool expected) =>
        Compare(Client with { TlsClientAuthSanEmail = registered }, Certificate(Der.Implicit(1, "\"a\\?\"@d.example"u8)))
            .Should().Be(expected);

    [Test]
    public void Compare_does_not_take_one_kind_of_name_for_another()
    {
        ClientCertificate certificate = Certificate(Der.Implicit(6, "c.example"u8), Der.Implicit(1, "c.example"u8));

        Compare(Client with { TlsClientAuthSanDns = "c.example" }, certificate).Should().BeFalse();
    }

    [TestCase("CN=evil,CN=client-a", false)]
    [TestCase("CN=evil\\,CN\\=client-a", true)]
    public void Compare_is_not_fooled_by_an_escaped_comma(string registered, bool expected) =>
        Compare(Client with { TlsClientAuthSubjectDn = registered }, Authenticating.Vector("dn-injection")).Should().Be(expected);

    [TestCase("", Description = "An empty name would match every certificate without subject.")]
    [TestCase("CN")]
    [TestCase("=x")]
    public void Compare_refuses_a_registered_subject_that_is_no_name(string registered)
    {
        MethodDecision decision = Decide(registered, Authenticating.Vector("san-critical-empty-subject"));

        decision.FailureReason.Should().Be(ClientAuthenticationFailureReason.InvalidSubjectParameter);
        decision.Detail.Should().Be($"tls_client_auth_subject_dn: {registered.FindFault()}");
    }

    [Test]
    public void Compare_takes_the_reverse_order_only_where_it_is_allowed()
    {
        const string Reversed = "CN=client-a,CN=admin";
        ClientCertificate certificate = Authenticating.Vector("dn-two-cn");

        Decide(Reversed, certificate, allowReversedSubjectDn: true).Should().Be(MethodDecision.Matched);
        Decide(Reversed, certificate).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.SubjectNotRegistered);
        Decide("CN=admin,CN=x", certificate, allowReversedSubjectDn: true).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.SubjectNotRegistered);
    }

    [Test]
    public void Compare_refuses_a_subject_that_cannot_be_read()
    {
        byte[] name = Der.Sequence(Der.Set(Der.Sequence(Der.ObjectIdentifier("2.5.4.3"), Der.Element(0x0C, 0xFF))));
        ClientCertificate certificate = new CertificateParts { Subject = name }.ReadCertificate();

        Decide("CN=c", certificate).Should().Be(new MethodDecision(
            ClientAuthenticationFailureReason.SubjectNotRegistered, Detail: "the certificate's subject cannot be read"));
    }

    private static IEnumerable<TestCaseData> Vectors()
    {
        foreach (JsonElement certificate in TestVectors.ReadJson("derived/derived.json").GetProperty("certificates").EnumerateArray())
        {
            string file = certificate.GetProperty("file").GetString()!;
            if (file.StartsWith("dn-", StringComparison.Ordinal))
            {
                yield return new(file, "tls_client_auth_subject_dn", certificate.GetProperty("subject_rfc4514").GetString(), true);
            }

            foreach ((string list, bool expected) in new[] { ("match_true", true), ("match_false", false) })
            {
                if (!certificate.TryGetProperty(list, out JsonElement values))
                {
                    continue;
                }

                if (values.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement value in values.EnumerateArray())
                    {
                        yield return new(file, "tls_client_auth_subject_dn", value.GetString(), expected);
                    }

                    continue;
                }

                foreach (JsonProperty parameter in values.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Array))
                {
                    foreach (JsonElement value in parameter.Value.EnumerateArray())
                    {
                        yield return new(file, parameter.Name, value.GetString(), expected);
                    }
                }
            }
        }
    }

    private static IEnumerable<(GeneralNameType? Kind, string Value)> Find(ClientMetadata client) =>
        SubjectParameter.FindAll(client).Select(parameter => (parameter.Kind, parameter.Value));

    private static RegisteredCredential Read(ClientMetadata client) =>
        RegisteredClient.From(client with { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth }).Credential;

    private static MethodDecision Decide(ClientMetadata client, ClientCertificate certificate) =>
        SubjectDecision.Of(client, certificate);

    private static bool Compare(ClientMetadata client, ClientCertificate certificate) =>
        Reason(client, certificate) == ClientAuthenticationFailureReason.None;

    private static ClientAuthenticationFailureReason Reason(ClientMetadata client, ClientCertificate certificate) =>
        Decide(client, certificate).FailureReason;

    private static MethodDecision Decide(string registered, ClientCertificate certificate, bool allowReversedSubjectDn = false) =>
        SubjectDecision.Of(
            new SubjectParameter("tls_client_auth_subject_dn", null, registered), certificate, allowReversedSubjectDn);

    private static void Add(Action<string> add, params string[] values) => Array.ForEach(values, value => add(value));

    private static ClientCertificate WithNames(Action<SubjectAlternativeNameBuilder> add)
    {
        SubjectAlternativeNameBuilder builder = new();
        add(builder);
        return TestCertificates.Ec().WithExtensions(builder.Build()).Create().ClientCertificate;
    }

    private static ClientCertificate Certificate(params byte[][] names) =>
        new CertificateParts().WithExtensions(CertificateParts.Extension("2.5.29.17", Der.Sequence(names))).ReadCertificate();
}
