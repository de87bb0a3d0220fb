using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class IdentityServerMigrationTests
{
    private static readonly ClientCertificate First = TestCertificates.Ec().WithSubject("CN=first").Create().ClientCertificate;
    private static readonly ClientCertificate Second = TestCertificates.Ec().WithSubject("CN=second").Create().ClientCertificate;

    [Test]
    public void Migrate_turns_a_name_into_the_subject_of_tls_client_auth()
    {
        ClientMigration migration = Migrate(new IdentityServerSecret("X509Name", "CN=client, O=\"Bank, Inc.\", C=US"));

        migration.Metadata!.ClientId.Should().Be("client");
        migration.Metadata.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.TlsClientAuth);
        migration.Metadata.TlsClientAuthSubjectDn.Should().Be("CN=client,O=Bank\\, Inc.,C=US");
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be(MigrationRemarkKind.NeedsTrustAnchor);
    }

    [Test]
    public void Migrate_writes_a_subject_that_the_certificate_of_that_name_has()
    {
        using X509Certificate2 certificate =
            TestCertificates.Ec().WithSubject("CN=client, O=\"Bank, Inc.\", E=ops@bank.example, C=US").Create().ToX509Certificate2();

        ClientMigration migration = Migrate(new IdentityServerSecret("X509Name", certificate.Subject));

        DistinguishedName.TryParse(migration.Metadata!.TlsClientAuthSubjectDn!, out DistinguishedName? registered, out _).Should().BeTrue();
        registered.Should().Be(ClientCertificate.FromX509Certificate2(certificate).Subject);
    }

    [TestCase("""DOMAIN\client""")]
    [TestCase("""DOMAIN\cafe""")]
    [TestCase("""a\+b""")]
    [TestCase("""a\, "b" """)]
    [TestCase("""\""")]
    [TestCase("""trailing\""")]
    [TestCase("""\\server\share""")]
    public void Migrate_takes_a_backslash_for_itself(string commonName)
    {
        X500DistinguishedNameBuilder builder = new();
        builder.AddCountryOrRegion("US");
        builder.AddCommonName(commonName);
        X500DistinguishedName subject = builder.Build();
        using ECDsa key = TestKeys.CreateP256();
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        ClientMigration migration = Migrate(new IdentityServerSecret("X509Name", certificate.Subject));

        DistinguishedName.TryParse(migration.Metadata!.TlsClientAuthSubjectDn!, out DistinguishedName? registered, out _).Should().BeTrue();
        registered!.Should().Be(ClientCertificate.FromX509Certificate2(certificate).Subject, "{0}", certificate.Subject);
    }

    [Test]
    public void Migrate_turns_thumbprints_of_known_certificates_into_self_signed_tls_client_auth()
    {
        ClientMigration migration = Migrate(Thumbprint(First), Thumbprint(Second));

        migration.Metadata!.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.SelfSignedTlsClientAuth);
        migration.Metadata.Jwks!.TryFind(First, out ClientJwk? _).Should().BeTrue();
        migration.Metadata.Jwks.TryFind(Second, out ClientJwk? _).Should().BeTrue();
        migration.Remarks.Should().BeEmpty();
    }

    [Test]
    public void Migrate_reads_thumbprints_in_lower_case_with_colons()
    {
        string colons = string.Join(':', Thumbprint(First).Value.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)));

        Migrate(new IdentityServerSecret("X509Thumbprint", colons)).Metadata!.Jwks!.Keys.Should().ContainSingle();
    }

    [TestCase("X509Name", "client", MigrationRemarkKind.MalformedName)]
    [TestCase("X509Name", "", MigrationRemarkKind.MalformedName)]
    [TestCase("X509Thumbprint", "zz", MigrationRemarkKind.MalformedThumbprint)]
    [TestCase("X509Thumbprint", "ZZ38BFDD4F7AC8E4F2B5B5E0C5DF9CC2B1A7D1A1", MigrationRemarkKind.MalformedThumbprint)]
    [TestCase("X509Thumbprint", "0038BFDD4F7AC8E4F2B5B5E0C5DF9CC2B1A7D1A1", MigrationRemarkKind.CertificateNotKnown)]
    [TestCase("SharedSecret", "c2VjcmV0", MigrationRemarkKind.UnknownSecretType)]
    public void Migrate_reports_what_cannot_be_carried_over(string type, string value, object expected)
    {
        ClientMigration migration = Migrate(new IdentityServerSecret(type, value));

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = expected, Index = 0 });
    }

    [Test]
    public void Migrate_leaves_expired_secrets_behind()
    {
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        IdentityServerSecret expired = Thumbprint(First) with { Expiration = now };
        IdentityServerSecret valid = Thumbprint(Second) with { Expiration = now.AddSeconds(1) };

        ClientMigration migration = IdentityServerMigration.Migrate("client", [expired, valid], [First, Second], now);

        migration.Metadata!.Jwks!.Keys.Should().ContainSingle().Which.Certificate.Should().BeSameAs(Second);
        migration.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.ExpiredSecret, Index = 0 });
    }

    [Test]
    public void Migrate_reports_a_second_name()
    {
        ClientMigration migration = Migrate(new IdentityServerSecret("X509Name", "CN=a"), new IdentityServerSecret("X509Name", "CN=b"));

        migration.Metadata!.TlsClientAuthSubjectDn.Should().Be("CN=a");
        migration.Remarks[^1].Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.SeveralNames, Index = 1 });
    }

    [Test]
    public void Migrate_keeps_to_the_method_of_the_first_secret()
    {
        ClientMigration nameFirst = Migrate(new IdentityServerSecret("X509Name", "CN=a"), Thumbprint(First));
        ClientMigration thumbprintFirst = Migrate(Thumbprint(First), new IdentityServerSecret("X509Name", "CN=a"));

        nameFirst.Metadata!.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.TlsClientAuth);
        nameFirst.Remarks[^1].Kind.Should().Be(MigrationRemarkKind.SeveralMethods);
        thumbprintFirst.Metadata!.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.SelfSignedTlsClientAuth);
        thumbprintFirst.Remarks.Should().ContainSingle().Which.Kind.Should().Be(MigrationRemarkKind.SeveralMethods);
    }

    private static ClientMigration Migrate(params IdentityServerSecret[] secrets) =>
        IdentityServerMigration.Migrate("client", secrets, [First, Second], DateTimeOffset.UtcNow);

    private static IdentityServerSecret Thumbprint(ClientCertificate certificate)
    {
        using X509Certificate2 loaded = X509CertificateLoader.LoadCertificate(certificate.RawData.Span);
        return new IdentityServerSecret("X509Thumbprint", loaded.Thumbprint);
    }
}
