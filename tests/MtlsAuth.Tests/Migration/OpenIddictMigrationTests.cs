using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.KeySets;
using MtlsAuth.Migration;
using MtlsAuth.Testing;

namespace MtlsAuth.Tests.Migration;

public sealed class OpenIddictMigrationTests
{
    private static readonly ClientCertificate Certificate = new TestCertificate().CreateClientCertificate();

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
        using X509Certificate2 root = new TestCertificate { Subject = "CN=root", IsCertificateAuthority = true }.Create();
        ClientCertificate intermediate = new TestCertificate { Subject = "CN=issuing", IsCertificateAuthority = true, Issuer = root }
            .CreateClientCertificate();

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

    [TestCase("")]
    [TestCase("""{ "keys": [ { "kty": "oct", "k": "AAAA" } ] }""")]
    public void Migrate_reports_a_set_that_is_refused(string json)
    {
        ClientMigration migration = OpenIddictMigration.Migrate("client", Encoding.UTF8.GetBytes(json));

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Kind = MigrationRemarkKind.MalformedKeySet, Index = -1 });
    }

    [Test]
    public void Migrate_refuses_a_method_that_takes_no_keys()
    {
        Action migrate = () => OpenIddictMigration.Migrate("client", "{}"u8, ClientAuthenticationMethods.TlsClientAuth);

        migrate.Should().Throw<ArgumentException>().WithParameterName("method");
    }

    private static byte[] JwkSet(bool includeX5c, params ClientCertificate[] certificates)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            ClientJwkSet.FromCertificates(includeX5c, certificates).WriteTo(writer);
        }

        return json.ToArray();
    }
}
