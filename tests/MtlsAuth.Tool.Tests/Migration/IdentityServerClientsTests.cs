using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class IdentityServerClientsTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;

    [TestCase("""[{ "ClientId": "a", "ClientName": "A", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a" }] }]""")]
    [TestCase("""[{ "clientId": "a", "clientName": "A", "clientSecrets": [{ "type": "X509Name", "value": "CN=a" }] }]""")]
    [TestCase("""{ "Clients": [{ "ClientId": "a", "ClientName": "A", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a" }] }] }""")]
    [TestCase("""
        { "Logging": {}, "IdentityServer": { "Clients": [{
            "Enabled": 1, "ClientId": "a", "ClientName": "A",
            "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a", "Expiration": null }] }] } }
        """)]
    public void Clients_are_read_from_arrays_and_configurations(string file)
    {
        ClientMigration migration = Read(file).Should().ContainSingle().Which;

        migration.Metadata!.ClientId.Should().Be("a");
        migration.Metadata.ClientName.Should().Be("A");
        migration.Metadata.TlsClientAuthSubjectDn.Should().Be("CN=a");
    }

    [Test]
    public void A_thumbprint_becomes_the_certificate()
    {
        string thumbprint = Convert.ToHexString(
            System.Buffers.Text.Base64Url.DecodeFromChars(Certificate.ComputeSha1Thumbprint()));

        ClientMigration migration = Read(
            $$"""[{ "ClientId": "a", "ClientSecrets": [{ "Type": "X509Thumbprint", "Value": "{{thumbprint}}" }] }]""").Single();

        migration.Metadata!.Jwks!.TryFind(Certificate, out ClientJwk? _).Should().BeTrue();
    }

    [TestCase("2026-07-01T11:59:59", true)]
    [TestCase("2026-07-01T12:00:01", false)]
    [TestCase("2026-07-01T13:59:59+02:00", true)]
    public void Times_without_offset_are_UTC(string expiration, bool hasExpired)
    {
        ClientMigration migration = Read(
            $$"""[{ "ClientId": "a", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a", "Expiration": "{{expiration}}" }] }]""")
            .Single();

        (migration.Metadata is null).Should().Be(hasExpired);
    }

    [TestCase("""{ "ClientName": "a" }""", MigrationRemarkKind.MalformedClient)]
    [TestCase("""{ "ClientId": 1 }""", MigrationRemarkKind.MalformedClient)]
    [TestCase("""{ "ClientId": "a" }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "ClientSecrets": [{ "Value": "x" }] }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "ClientSecrets": [1] }""", MigrationRemarkKind.MalformedClient)]
    [TestCase(
        """{ "ClientId": "a", "Enabled": false, "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a" }] }""",
        MigrationRemarkKind.DisabledClient)]
    [TestCase(
        """{ "ClientId": "a", "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a", "Expiration": "soon" }] }""",
        MigrationRemarkKind.MalformedClient)]
    public void What_is_left_behind_is_reported(string client, object expected)
    {
        ClientMigration migration = Read($"[{client}]").Single();

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be((MigrationRemarkKind)expected);
    }

    [Test]
    public void A_client_that_needed_no_secret_is_pointed_out()
    {
        ClientMigration migration = Read(
            """[{ "ClientId": "a", "RequireClientSecret": false, "ClientSecrets": [{ "Type": "X509Name", "Value": "CN=a" }] }]""").Single();

        migration.Metadata.Should().NotBeNull();
        migration.Remarks[0].Kind.Should().Be(MigrationRemarkKind.CertificateOptional);
    }

    private static List<ClientMigration> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(file);
        return [.. IdentityServerClients.Read(document.RootElement, [Certificate], ToolWorld.Now)];
    }
}
