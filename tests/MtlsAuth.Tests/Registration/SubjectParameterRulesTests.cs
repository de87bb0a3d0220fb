using System.Text;
using System.Text.Json.Nodes;
using MtlsAuth.Authentication;
using MtlsAuth.Clients;
using MtlsAuth.Names;
using MtlsAuth.Registration;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

internal sealed class SubjectParameterRulesTests
{
    private static readonly string LongLabel = new('a', 64);

    [TestCaseSource(nameof(Impossible))]
    public void Validate_refuses_what_no_certificate_can_carry_and_says_what_was_meant(
        string member, string value, int position, string advice)
    {
        ClientRegistrationReport report = Validate(member, value);

        report.Should().BeRefusedFor(ClientRegistrationFindingKind.InvalidSubjectParameter, "$." + member);
        report.Findings[0].Text.Should().Contain($"t offset {position}: ").And.Contain(advice);
        report.Error!.ErrorDescription.Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
    }

    [TestCaseSource(nameof(Impossible))]
    public void Compare_refuses_the_same_for_the_same_reason(string member, string value, int position, string advice)
    {
        SubjectParameter parameter = SubjectParameter.FindAll(Metadata(member, value))[0];

        MethodDecision decision = SubjectDecision.Of(parameter, new CertificateParts().ReadCertificate());

        decision.FailureReason.Should().Be(ClientAuthenticationFailureReason.InvalidSubjectParameter);
        decision.Detail.Should().StartWith(member + ": ").And.EndWith(parameter.Fault).And.Contain(advice)
            .And.Contain($"t offset {position}: ");
    }

    [TestCase("tls_client_auth_san_dns", "localhost")]
    [TestCase("tls_client_auth_san_dns", "A-1.b2.example")]
    [TestCase("tls_client_auth_san_dns", "xn--bcher-kva.example")]
    [TestCase("tls_client_auth_san_dns", "1.example")]
    [TestCase("tls_client_auth_san_uri", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6")]
    [TestCase("tls_client_auth_san_uri", "https://[2001:db8::1]:8443/a%2Fb?c=d#e")]
    [TestCase("tls_client_auth_san_uri", "file:///a")]
    [TestCase("tls_client_auth_san_uri", "mailto:a@b.example")]
    [TestCase("tls_client_auth_san_uri", "tag:example.com,2026:x")]
    [TestCase("tls_client_auth_san_ip", "2001:DB8:0:0:0:0:0:1")]
    [TestCase("tls_client_auth_san_ip", "64:ff9b::192.0.2.1")]
    [TestCase("tls_client_auth_san_email", "a.b+c@d.example")]
    [TestCase("tls_client_auth_san_email", "\"a b@\\\"c\"@d.example")]
    [TestCase("tls_client_auth_san_email", "a@[192.0.2.1]")]
    [TestCase("tls_client_auth_san_email", "a@[IPv6:2001:db8::1]")]
    [TestCase("tls_client_auth_san_uri", "dns:client.example")]
    [TestCase("tls_client_auth_san_email", "email=a@d.example")]
    [TestCase("tls_client_auth_subject_dn", "CN = x; O = \"y, z\"; C = GB")]
    [TestCase("tls_client_auth_subject_dn", "CN=https://x.example/?q=a,OU=a=b,O=O=x")]
    public void Validate_accepts_what_a_certificate_can_carry(string member, string value) =>
        Validate(member, value).Findings.Should().BeEmpty();

    [TestCase("tls_client_auth_subject_dn", "C=GB,O=Bank,CN=client", "order of the encoding")]
    [TestCase("tls_client_auth_subject_dn", "DC=com,DC=example,CN=client", "order of the encoding")]
    [TestCase("tls_client_auth_subject_dn", "CN=client,C=GBR", "two letters")]
    [TestCase("tls_client_auth_subject_dn", "CN=client,jurisdictionC=44", "two letters")]
    [TestCase("tls_client_auth_subject_dn", "CN=client,OU=,O=Bank", "The value of 2.5.4.11 is empty")]
    [TestCase("tls_client_auth_subject_dn", "CN=client\\0A", "control character")]
    [TestCase("tls_client_auth_subject_dn", "CN=client\u200E,O=Bank", "invisible character")]
    [TestCase("tls_client_auth_subject_dn", "CN=\u200Bclient", "invisible character")]
    [TestCase("tls_client_auth_subject_dn", "CN=client/O=Bank/C=GB", "looks like another attribute")]
    [TestCase("tls_client_auth_subject_dn", "CN=/O=Bank", "looks like another attribute")]
    [TestCase("tls_client_auth_subject_dn", "CN=\\3Dclient/O=Bank", "looks like another attribute")]
    [TestCase("tls_client_auth_subject_dn", "CN=client O = Bank", "looks like another attribute")]
    [TestCase("tls_client_auth_subject_dn", "CN=client|O=Bank", "looks like another attribute")]
    [TestCase("tls_client_auth_subject_dn", "CN=client/emailAddress=a@b.example,O=Bank", "looks like another attribute")]
    [TestCase("tls_client_auth_san_uri", "URI:https://client.example/", "label")]
    [TestCase("tls_client_auth_san_dns", "*.client.example", "wildcard")]
    [TestCase("tls_client_auth_san_dns", "my_client.example", "underscore")]
    [TestCase("tls_client_auth_san_uri", "client.example:8443/a", "port")]
    [TestCase("tls_client_auth_san_uri", "localhost:8443", "port")]
    [TestCase("tls_client_auth_san_ip", "::ffff:192.0.2.1", "mapped into IPv6")]
    public void Validate_warns_of_what_is_only_unlikely(string member, string value, string advice)
    {
        ClientRegistrationReport report = Validate(member, value);

        ClientRegistrationFinding finding = report.Findings.Should().ContainSingle().Subject;
        finding.Severity.Should().Be(ClientRegistrationSeverity.Warning);
        finding.Kind.Should().Be(ClientRegistrationFindingKind.UnlikelySubjectParameter);
        finding.Path.Should().Be("$." + member);
        finding.Text.Should().Contain(advice);
        report.Metadata.Should().NotBeNull();
    }

    [TestCase("O=Bank,CN=client,C=GB")]
    [TestCase("CN=client,DC=example,DC=com")]
    [TestCase("C=GB")]
    public void Validate_does_not_warn_of_the_order_of_RFC_4514(string name) =>
        Validate("tls_client_auth_subject_dn", name).Findings.Should().BeEmpty();

    [TestCase("/C=DE/CN=root", DistinguishedNameError.SlashSeparated)]
    [TestCase("CN=root\nO=CA", DistinguishedNameError.ControlCharacter)]
    [TestCase("CN=", DistinguishedNameError.EmptyName)]
    public void Validate_checks_the_root_as_it_does_the_subject(string root, DistinguishedNameError error)
    {
        ClientRegistrationReport report = Validate(Metadata("tls_client_auth_san_dns", "a.example") with { TlsClientAuthRootDn = root });

        report.Should().BeRefusedFor(ClientRegistrationFindingKind.InvalidSubjectParameter, "$.tls_client_auth_root_dn");
        report.Findings[0].Text.Should().StartWith(error.ToString());
    }

    [Test]
    public void Validate_names_each_of_several_faults()
    {
        ClientRegistrationReport report = Validate(Metadata("tls_client_auth_san_dns", "a.example.") with
        {
            TlsClientAuthSubjectDn = "subject=CN=x",
            TlsClientAuthRootDn = "root",
        });

        report.Findings.Where(finding => finding.Kind == ClientRegistrationFindingKind.InvalidSubjectParameter)
            .Select(finding => finding.Member)
            .Should().Equal("tls_client_auth_subject_dn", "tls_client_auth_san_dns", "tls_client_auth_root_dn");
    }

    [Test]
    public void Validate_takes_an_empty_parameter_for_none()
    {
        ClientMetadata empty = Metadata("tls_client_auth_san_dns", "a.example") with
        {
            TlsClientAuthSubjectDn = "",
            TlsClientAuthSanUri = "",
        };

        Validate(empty).Findings.Should().BeEmpty();
        Validate(empty with { TlsClientAuthSanDns = "" })
            .Should().BeRefusedFor(ClientRegistrationFindingKind.MissingSubjectParameter, "$.token_endpoint_auth_method");
    }

    [Test]
    public void Validate_takes_an_empty_parameter_beside_another_method_for_none() =>
        new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { OtherMethods = ["client_secret_basic"] })
            .Validate(new ClientMetadata { TlsClientAuthSubjectDn = "", TlsClientAuthSanDns = "", TlsClientAuthRootDn = "" })
            .Findings.Should().BeEmpty();

    private static IEnumerable<TestCaseData> Impossible()
    {
        (string Member, (string Value, int Position, string Advice)[] Cases)[] all =
        [
            ("tls_client_auth_subject_dn",
            [
                ("/C=GB/CN=x", 0, "old OpenSSL"),
                ("C=GB\nCN=x", 4, "line break"),
                ("CN=x,", 5, "MissingAttributeType"),
            ]),
            ("tls_client_auth_san_dns",
            [
                ("client.example.com.", 18, "no dot at its end"),
                (".client.example", 0, "label is empty"),
                ("client..example", 7, "label is empty"),
                (".", 0, "label is empty"),
                ("client example", 6, "space"),
                ("client.example ", 14, "space"),
                ("client.example\n", 14, "control character"),
                ("bücher.example", 1, "The ASCII form is xn--bcher-kva.example."),
                ("bücher..example", 1, "xn--"),
                ("\u212Alient.example", 0, "A dNSName is ASCII"),
                ("https://client.example/a", 5, "tls_client_auth_san_uri"),
                ("client.example:443", 14, "port"),
                ("client.example/a", 14, "path"),
                ("a@client.example", 1, "tls_client_auth_san_email"),
                ("192.0.2.1", 0, "tls_client_auth_san_ip"),
                ("127.1", 0, "tls_client_auth_san_ip"),
                ("2001:db8::1", 0, "tls_client_auth_san_ip"),
                ("[2001:db8::1]", 0, "tls_client_auth_san_ip"),
                ("a.example,b.example", 9, "Only one"),
                ("DNS:client.example", 0, "Leave it out"),
                ("DNS:a.example, DNS:b.example", 0, "Leave it out"),
                ("DNS Name=client.example", 0, "Leave it out"),
                ("a.*.example", 2, "asterisk"),
                ("a*.example", 1, "asterisk"),
                ("*", 0, "asterisk"),
                ("-a.example", 0, "begins and ends"),
                ("a-.example", 0, "begins and ends"),
                ("a(b).example", 1, "letters, digits"),
                ($"a.{LongLabel}.example", 2, "63"),
                (string.Concat(Enumerable.Repeat("a.", 127)), 253, "no dot at its end"),
                (string.Concat(Enumerable.Repeat("ab.", 84)) + "ab", 253, "253"),
            ]),
            ("tls_client_auth_san_uri",
            [
                ("www.example.com/x", 0, "scheme is missing"),
                ("/x", 0, "scheme is missing"),
                ("//client.example/x", 0, "scheme is missing"),
                ("relative", 0, "scheme is missing"),
                ("1a:b", 0, "scheme is missing"),
                ("a_b:c", 0, "scheme is missing"),
                ("?a:b", 0, "scheme is missing"),
                (":a", 0, "scheme is missing"),
                ("urn:", 4, "Nothing follows"),
                ("https://", 6, "host is missing"),
                ("https:/a", 6, "host is missing"),
                ("URI: https://client.example/", 0, "Leave it out"),
                ("URL=https://client.example/", 0, "Leave it out"),
                ("HTTP:///a", 5, "host is missing"),
                ("https://example.org/a b", 21, "space"),
                (" https://example.org/", 0, "space"),
                ("https://example.org/\n", 20, "control character"),
                ("https://bücher.example/", 9, "xn--"),
                ("https://example.org/ü", 20, "percent-encoded"),
                ("https://example.org/%", 20, "hexadecimal"),
                ("https://example.org/%2", 20, "hexadecimal"),
                ("https://example.org/%zz", 20, "hexadecimal"),
                ("https://example.org/{id}", 20, "percent-encoded"),
                ("https://example.org/[1]", 20, "percent-encoded"),
                ("urn:a[1]", 5, "percent-encoded"),
                ("https://example.org/a#b#c", 23, "percent-encoded"),
                ("https://example.org/\"", 20, "percent-encoded"),
            ]),
            ("tls_client_auth_san_ip",
            [
                ("192.0.2.1:443", 9, "without a port"),
                ("[2001:db8::1]", 0, "brackets"),
                ("[2001:db8::1]:443", 0, "brackets"),
                ("IP:192.0.2.1", 0, "Leave it out"),
                ("IP Address:192.0.2.1", 0, "Leave it out"),
                ("IP Address=2001:db8::1", 0, "Leave it out"),
                ("192.0.2.0/24", 9, "prefix length"),
                ("2001:db8::/32", 10, "prefix length"),
                ("::1/128", 3, "prefix length"),
                ("010.0.0.1", 0, "leading zeros"),
                ("192.0.2.01", 0, "leading zeros"),
                ("192.0.2.256", 0, "four numbers"),
                ("127.1", 0, "four numbers"),
                ("1", 0, "four numbers"),
                ("::ffff:192.0.2.01", 0, "not an IPv6 address"),
                ("2001:db8::1::1", 0, "not an IPv6 address"),
                ("fe80::1%eth0", 7, "zone"),
                ("192.0.2.1 ", 9, "space"),
                ("192.0.2.1,192.0.2.2", 9, "Only one"),
                ("client.example", 1, "tls_client_auth_san_dns"),
                ("bad.cafe", 0, "tls_client_auth_san_dns"),
                ("https://192.0.2.1", 5, "tls_client_auth_san_uri"),
                ("1\u0661", 1, "digits, dots and colons"),
            ]),
            ("tls_client_auth_san_email",
            [
                ("client.example", 14, "tls_client_auth_san_dns"),
                ("client", 6, "at sign is missing"),
                ("@client.example", 0, "in front of the at sign"),
                ("a@", 2, "host behind the at sign"),
                ("Name <a@b.example>", 5, "display name"),
                ("<a@b.example>", 0, "display name"),
                ("email:a@b.example", 0, "Leave it out"),
                ("RFC822 Name=a@b.example", 0, "Leave it out"),
                ("Müller <a@b.example>", 7, "display name"),
                ("\"Name\" <a@b.example>", 7, "display name"),
                ("a b@c.example", 1, "display name"),
                ("mailto:a@b.example", 0, "without mailto"),
                ("a@b.example,c@d.example", 11, "Only one"),
                ("a,b@c.example", 1, "Only one"),
                ("a@b@c.example", 3, "Only one"),
                ("öps@b.example", 0, "SmtpUTF8Mailbox"),
                ("a@bücher.example", 3, "The ASCII form is xn--bcher-kva.example."),
                ("a@b.example.", 11, "no dot at its end"),
                ("a@b..example", 4, "label is empty"),
                ("a@*.example", 2, "wildcard"),
                ("a@192.0.2.1", 2, "IP address"),
                ("a@[b]", 2, "brackets"),
                ("a\n@b.example", 1, "control character"),
                ("a(b)@c.example", 1, "cannot have this character"),
                ("\"\"@b.example", 0, "display name"),
                ("\"a\\é\"@b.example", 0, "display name"),
            ]),
        ];
        return all.SelectMany(
            parameter => parameter.Cases,
            (parameter, item) => new TestCaseData(parameter.Member, item.Value, item.Position, item.Advice));
    }

    private static ClientRegistrationReport Validate(string member, string value) => Validate(Metadata(member, value));

    private static ClientRegistrationReport Validate(ClientMetadata metadata) =>
        new ClientRegistrationValidator(
            new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] }).Validate(metadata);

    private static ClientMetadata Metadata(string member, string value)
    {
        JsonObject json = new()
        {
            ["token_endpoint_auth_method"] = ClientAuthenticationMethods.TlsClientAuth,
            [member] = value,
        };
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()), out ClientMetadata? metadata, out _)
            .Should().BeTrue();
        return metadata!;
    }
}
