using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class KeycloakClientsTests
{
    // As Java 17 prints them: X500Principal's toString, which expressions are matched with, its RFC 2253 form, and its RFC 1779 form, of
    // the encoded names that stand last.
    private static readonly string[][] JavaNames =
    [
        [
            "CN=client, O=\"Bank, Inc.\", C=US", "CN=client,O=Bank\\, Inc.,C=US", "CN=client, O=\"Bank, Inc.\", C=US",
            "MDMxCzAJBgNVBAYTAlVTMRMwEQYDVQQKEwpCYW5rLCBJbmMuMQ8wDQYDVQQDEwZjbGllbnQ=",
        ],
        [
            "EMAILADDRESS=ops@bank.example, CN=client, O=Bank, C=US",
            "1.2.840.113549.1.9.1=#16106f70734062616e6b2e6578616d706c65,CN=client,O=Bank,C=US",
            "OID.1.2.840.113549.1.9.1=ops@bank.example, CN=client, O=Bank, C=US",
            "ME4xCzAJBgNVBAYTAlVTMQ0wCwYDVQQKEwRCYW5rMQ8wDQYDVQQDEwZjbGllbnQxHzAdBgkqhkiG9w0BCQEWEG9wc0BiYW5rLmV4YW1wbGU=",
        ],
        [
            "CN=client, SERIALNUMBER=12345, OID.2.5.4.15=Private Organization, OID.1.3.6.1.4.1.311.60.2.1.3=GB, O=Bank, C=GB",
            "CN=client,2.5.4.5=#13053132333435,2.5.4.15=#131450726976617465204f7267616e697a6174696f6e,"
                + "1.3.6.1.4.1.311.60.2.1.3=#13024742,O=Bank,C=GB",
            "CN=client, OID.2.5.4.5=12345, OID.2.5.4.15=Private Organization, OID.1.3.6.1.4.1.311.60.2.1.3=GB, O=Bank, C=GB",
            "MHExCzAJBgNVBAYTAkdCMQ0wCwYDVQQKEwRCYW5rMRMwEQYLKwYBBAGCNzwCAQMTAkdCMR0wGwYDVQQPExRQcml2YXRlIE9yZ2FuaXphdGlvbjEOMAwGA1UEBRMF"
                + "MTIzNDUxDzANBgNVBAMTBmNsaWVudA==",
        ],
        [
            "OID.2.5.4.97=PSDGB-FCA-123456, CN=client, O=Bank, C=GB",
            "2.5.4.97=#131050534447422d4643412d313233343536,CN=client,O=Bank,C=GB",
            "OID.2.5.4.97=PSDGB-FCA-123456, CN=client, O=Bank, C=GB",
            "MEgxCzAJBgNVBAYTAkdCMQ0wCwYDVQQKEwRCYW5rMQ8wDQYDVQQDEwZjbGllbnQxGTAXBgNVBGETEFBTREdCLUZDQS0xMjM0NTY=",
        ],
        ["CN=a + OU=b, O=c", "CN=a+OU=b,O=c", "CN=a + OU=b, O=c", "MCIxCjAIBgNVBAoTAWMxFDAIBgNVBAMTAWEwCAYDVQQLEwFi"],
        [
            "CN=\"a \\\"b\\\" c\\\\d\", O=lead", "CN=a \\\"b\\\" c\\\\d,O=lead", "CN=\"a \\\"b\\\" c\\\\d\", O=lead",
            "MCMxDTALBgNVBAoTBGxlYWQxEjAQBgNVBAMMCWEgImIiIGNcZA==",
        ],
        [
            "UID=x, DC=bank, DC=example", "UID=x,DC=bank,DC=example",
            "OID.0.9.2342.19200300.100.1.1=x, OID.0.9.2342.19200300.100.1.25=bank, OID.0.9.2342.19200300.100.1.25=example",
            "MEIxFzAVBgoJkiaJk/IsZAEZFgdleGFtcGxlMRQwEgYKCZImiZPyLGQBGRYEYmFuazERMA8GCgmSJomT8ixkAQETAXg=",
        ],
        [
            "CN=Müller, T=Chef, ST=Bayern, DNQ=1, SURNAME=Foo, GIVENNAME=Bar, STREET=Road 1",
            "CN=Müller,2.5.4.12=#130443686566,ST=Bayern,2.5.4.46=#130131,2.5.4.4=#1303466f6f,2.5.4.42=#1303426172,STREET=Road 1",
            "CN=Müller, OID.2.5.4.12=Chef, ST=Bayern, OID.2.5.4.46=1, OID.2.5.4.4=Foo, OID.2.5.4.42=Bar, STREET=Road 1",
            "MGsxDzANBgNVBAkTBlJvYWQgMTEMMAoGA1UEKhMDQmFyMQwwCgYDVQQEEwNGb28xCjAIBgNVBC4TATExDzANBgNVBAgTBkJheWVybjENMAsGA1UEDBMEQ2hlZjEQ"
                + "MA4GA1UEAwwHTcO8bGxlcg==",
        ],
    ];

    private static IEnumerable<TestCaseData> SpelledNames =>
        JavaNames.SelectMany(static row => row[..^1].Select(spelled => new TestCaseData(spelled, row[^1])));

    [TestCaseSource(nameof(SpelledNames))]
    public void A_name_in_any_of_Javas_spellings_is_the_one_of_the_certificate(string spelled, string encoded)
    {
        ClientMigration migration = Read(X509(spelled, isPattern: false));

        migration.Metadata!.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.TlsClientAuth);
        DistinguishedName.TryParse(migration.Metadata.TlsClientAuthSubjectDn!, out DistinguishedName? subject, out _).Should().BeTrue();
        subject.Should().Be(SubjectOf(encoded));
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be(MigrationRemarkKind.NeedsTrustAnchor);
    }

    [Test]
    public void The_order_of_a_name_is_not_turned_around()
    {
        ClientMigration migration = Read(X509("C=US,O=Bank,CN=client", isPattern: false));

        migration.Metadata!.TlsClientAuthSubjectDn.Should().Be("C=US,O=Bank,CN=client");
    }

    [TestCase("""CN=client, O=Bank\, C=US""", "CN=client,O=Bank,C=US")]
    [TestCase("""^\QCN=client.example.com, O="Bank, Inc.", C=US\E$""", "CN=client.example.com,O=Bank\\, Inc.,C=US")]
    public void An_expression_for_one_name_is_that_name(string pattern, string expected)
    {
        Read(X509(pattern, isPattern: true)).Metadata!.TlsClientAuthSubjectDn.Should().Be(expected);
        Read(X509(pattern, isPattern: null)).Metadata!.TlsClientAuthSubjectDn.Should().Be(expected, "Keycloak's default is an expression");
    }

    [TestCase(".*CN=client.*", "register the subject as mtlsauth inspect prints it")]
    [TestCase("(.*?)(?:$)", "register the subject as mtlsauth inspect prints it")]
    [TestCase("CN=client.example.com, O=Bank", "\"CN=client.example.com,O=Bank\"")]
    public void An_expression_for_several_names_is_not_carried_over(string pattern, string advice)
    {
        foreach (bool? isPattern in new bool?[] { true, null })
        {
            ClientMigration migration = Read(X509(pattern, isPattern));

            migration.Metadata.Should().BeNull();
            MigrationRemark remark = migration.Remarks.Should().ContainSingle().Which;
            remark.Kind.Should().Be(MigrationRemarkKind.RegularExpression);
            remark.Text.Should().Contain(advice);
            remark.NeedsPerson.Should().BeTrue();
        }
    }

    [TestCase("")]
    [TestCase("client")]
    [TestCase("CN=a,FOO=b")]
    public void A_subject_that_is_no_name_is_not_carried_over(string subject)
    {
        ClientMigration migration = Read(X509(subject, isPattern: false));

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be(MigrationRemarkKind.MalformedName);
    }

    [Test]
    public void The_authority_is_the_root()
    {
        ClientMigration migration = Read(X509("CN=client", false, ("x509.casubjectdn", "CN=Root, O=\"Bank, Inc.\"")));

        migration.Metadata!.TlsClientAuthRootDn.Should().Be("CN=Root,O=Bank\\, Inc.");
    }

    [TestCase("CN=a##CN=b", MigrationRemarkKind.SeveralAuthorities)]
    [TestCase("nobody", MigrationRemarkKind.MalformedName)]
    public void Without_the_authority_that_it_names_no_client_is_carried_over(string authority, object expected)
    {
        ClientMigration migration = Read(X509("CN=client", false, ("x509.casubjectdn", authority)));

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be((MigrationRemarkKind)expected);
    }

    [Test]
    public void Bound_tokens_are_carried_over()
    {
        Read(X509("CN=client", false, ("tls.client.certificate.bound.access.tokens", "true")))
            .Metadata!.TlsClientCertificateBoundAccessTokens.Should().BeTrue();
        Read(X509("CN=client", false)).Metadata!.ToUtf8Json().AsSpan().IndexOf("bound_access_tokens"u8).Should().BeNegative();
    }

    [TestCase("client-secret", false, "client_secret_basic")]
    [TestCase("client-jwt", false, "private_key_jwt")]
    [TestCase("client-secret-jwt", false, "client_secret_jwt")]
    [TestCase("client-x509", true, "none")]
    public void A_client_of_another_method_is_carried_over_for_bound_tokens_only(string authenticator, bool isPublic, string method)
    {
        JsonObject client = Client(authenticator);
        client["publicClient"] = isPublic;
        ClientMigration plain = Read(client);
        client["attributes"] = new JsonObject { ["tls.client.certificate.bound.access.tokens"] = "true" };
        ClientMigration bound = Read(client);

        plain.Metadata.Should().BeNull();
        plain.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.OtherMethod, NeedsPerson = false });
        bound.Metadata!.TokenEndpointAuthMethod.Should().Be(method);
        bound.Metadata.TlsClientCertificateBoundAccessTokens.Should().BeTrue();
    }

    [TestCase("use.jwks.url", "jwks.url", "https://client.example/jwks")]
    [TestCase("use.jwks.string", "jwks.string", "{\"keys\":[]}")]
    [TestCase("foo", "jwt.credential.certificate", "MIIB")]
    public void Where_the_key_of_a_client_that_signs_is_to_be_found_is_said(string use, string attribute, string value)
    {
        JsonObject client = Client("client-jwt");
        client["attributes"] = new JsonObject { [use] = "true", [attribute] = value };

        Read(client).Remarks.Should().ContainSingle().Which.Text.Should().Contain(attribute).And.Contain("pub_key_tls_client_auth");
    }

    [Test]
    public void What_is_no_client_of_the_server_is_reported()
    {
        JsonObject disabled = X509("CN=client", false);
        disabled["enabled"] = false;
        JsonObject saml = X509("CN=client", false);
        saml["protocol"] = "saml";
        JsonObject api = X509("CN=client", false);
        api["bearerOnly"] = true;

        AssertIsLeftBehind(Read(disabled), "client", MigrationRemarkKind.DisabledClient);
        AssertIsLeftBehind(Read(saml), "client", MigrationRemarkKind.OtherMethod);
        AssertIsLeftBehind(Read(api), "client", MigrationRemarkKind.OtherMethod);
        JsonObject nameless = new() { ["clientAuthenticatorType"] = "client-x509" };
        AssertIsLeftBehind(Read(nameless, inArray: true), "$[0]", MigrationRemarkKind.MalformedClient);
    }

    [TestCase("{0}")]
    [TestCase("[{0}]")]
    [TestCase("""{{ "realm": "bank", "roles": {{}}, "clients": [{0}] }}""")]
    [TestCase("""[{{ "realm": "bank", "clients": [{0}] }}]""")]
    public void A_client_is_found_in_all_that_Keycloak_exports(string file)
    {
        using JsonDocument document = JsonDocument.Parse(
            string.Format(CultureInfo.InvariantCulture, file, X509("CN=client", false).ToJsonString()));

        KeycloakClients.Read(document.RootElement).Should().ContainSingle().Which.ClientId.Should().Be("client");
    }

    private static void AssertIsLeftBehind(ClientMigration migration, string clientId, MigrationRemarkKind kind)
    {
        migration.ClientId.Should().Be(clientId);
        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be(kind);
    }

    private static DistinguishedName SubjectOf(string encoded)
    {
        X500DistinguishedName name = new(Convert.FromBase64String(encoded));
        using ECDsa key = TestKeys.CreateP256();
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return ClientCertificate.FromX509Certificate2(certificate).Subject!;
    }

    private static JsonObject Client(string authenticator) => new()
    {
        ["clientId"] = "client",
        ["protocol"] = "openid-connect",
        ["enabled"] = true,
        ["clientAuthenticatorType"] = authenticator,
    };

    private static JsonObject X509(string subject, bool? isPattern, params (string Name, string Value)[] attributes)
    {
        JsonObject client = Client("client-x509");
        JsonObject all = new() { ["x509.subjectdn"] = subject };
        if (isPattern is { } value)
        {
            all["x509.allow.regex.pattern.comparison"] = value ? "true" : "false";
        }

        foreach ((string name, string text) in attributes)
        {
            all[name] = text;
        }

        client["attributes"] = all;
        return client;
    }

    private static ClientMigration Read(JsonObject client, bool inArray = false)
    {
        using JsonDocument document = JsonDocument.Parse(inArray ? $"[{client.ToJsonString()}]" : client.ToJsonString());
        return KeycloakClients.Read(document.RootElement).Single();
    }
}
