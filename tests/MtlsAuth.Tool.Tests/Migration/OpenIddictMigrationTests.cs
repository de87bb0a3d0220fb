using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class OpenIddictMigrationTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;

    [Test]
    public void Migrate_carries_certificates_over_to_self_signed_tls_client_auth()
    {
        ClientMigration migration = OpenIddictMigration.Migrate("client", JwkSet(includeX5c: true, Certificate));

        migration.Metadata!.ClientId.Should().Be("client");
        migration.Metadata.TokenEndpointAuthMethod.Should().Be(ClientAuthenticationMethods.SelfSignedTlsClientAuth);
        migration.Metadata.Jwks!.TryFind(Certificate, out ClientJwk? _).Should().BeTrue();
        migration.Remarks.Should().BeEmpty();
    }

    [Test]
    public void Migrate_leaves_a_bare_key_behind_unless_keys_are_to_be_compared()
    {
        byte[] bareKey = JwkSet(includeX5c: false, Certificate);

        ClientMigration byCertificate = OpenIddictMigration.Migrate("client", bareKey);
        ClientMigration byKey = OpenIddictMigration.Migrate("client", bareKey, ClientAuthenticationMethods.PubKeyTlsClientAuth);

        byCertificate.Metadata.Should().BeNull();
        byCertificate.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.NoCertificate, Index = 0 });
        byKey.Metadata!.Jwks!.TryFind(Certificate.PublicKey, out _).Should().BeTrue();
        byKey.Remarks.Should().BeEmpty();
    }

    [Test]
    public void Migrate_leaves_certificates_of_authorities_behind()
    {
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        ClientCertificate intermediate = TestCertificates.Authority("CN=issuing").IssuedBy(root).Create().ClientCertificate;

        ClientMigration migration = OpenIddictMigration.Migrate("client", JwkSet(includeX5c: true, Certificate, intermediate));

        migration.Metadata!.Jwks!.Keys.Should().ContainSingle();
        migration.Remarks.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = MigrationRemarkKind.CertificateAuthority, Index = 1 });
    }

    [Test]
    public void Migrate_reports_unusable_keys_in_their_place()
    {
        string set = Encoding.UTF8.GetString(JwkSet(includeX5c: true, Certificate));
        string withUnusable = set.Replace("\"keys\":[", "\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"},", StringComparison.Ordinal);

        ClientMigration migration = OpenIddictMigration.Migrate("client", Encoding.UTF8.GetBytes(withUnusable));

        migration.Metadata!.Jwks!.Keys.Should().ContainSingle();
        migration.Remarks.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.UnusableKey, Index = 0 });
    }

    [Test]
    public void Migrate_takes_the_key_of_a_certificate_where_the_JWK_has_none(
        [Values(ClientAuthenticationMethods.SelfSignedTlsClientAuth, ClientAuthenticationMethods.PubKeyTlsClientAuth)] string method)
    {
        ClientCertificate certificate = TestCertificates.Ec().WithKey(TestKeys.Rsa2048()).Create().ClientCertificate;
        using X509Certificate2 loaded = X509CertificateLoader.LoadCertificate(certificate.RawData.Span);
        JsonWebKey jwk = JsonWebKeyConverter.ConvertFromX509SecurityKey(new X509SecurityKey(loaded));
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { jwk } });

        ClientMigration migration = OpenIddictMigration.Migrate("client", json, method);

        migration.Metadata!.Jwks!.TryFind(certificate, out ClientJwk? _).Should().BeTrue();
        migration.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.KeyTakenFromCertificate, Index = 0 });
        ClientJwkSet.TryParse(migration.Metadata.Jwks.ToUtf8Json(), out ClientJwkSet? strict, out _).Should().BeTrue();
        strict!.TryFind(certificate, out ClientJwk? _).Should().BeTrue("what is written has the key's own members");
    }

    [Test]
    public void Migrate_leaves_behind_a_key_whose_certificate_cannot_be_read()
    {
        string bareKey = Encoding.UTF8.GetString(JwkSet(includeX5c: false, Certificate));
        byte[] set = Encoding.UTF8.GetBytes(bareKey.Replace("\"kty\"", "\"x5c\":[\"MIIB\"],\"kty\"", StringComparison.Ordinal));

        OpenIddictMigration.Migrate("client", set).Remarks.Should().ContainSingle()
            .Which.Kind.Should().Be(MigrationRemarkKind.NoCertificate);
        OpenIddictMigration.Migrate("client", set, ClientAuthenticationMethods.PubKeyTlsClientAuth).Metadata.Should().NotBeNull();
    }

    [TestCase("")]
    [TestCase("""{ "keys": [ { "kty": "oct", "k": "AAAA" } ] }""")]
    public void Migrate_reports_a_set_that_is_refused(string json)
    {
        ClientMigration migration = OpenIddictMigration.Migrate("client", Encoding.UTF8.GetBytes(json));

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.MalformedKeySet, Index = -1 });
    }

    private static byte[] JwkSet(bool includeX5c, params ClientCertificate[] certificates) =>
        ClientJwkSet.FromCertificates(includeX5c, certificates).ToUtf8Json();
}
