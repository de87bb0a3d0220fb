using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class OpenIddictApplicationsTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;
    private static readonly string Keys = Encoding.UTF8.GetString(ClientJwkSet.FromCertificates(true, Certificate).ToUtf8Json());

    private static string[] Files =>
    [
        $$"""[{ "ClientId": "a", "DisplayName": "A", "JsonWebKeySet": {{JsonSerializer.Serialize(Keys)}} }]""",
        $$"""[{ "ClientId": "a", "DisplayName": "A", "JsonWebKeySet": {{Keys}} }]""",
        $$"""[{ "client_id": "a", "display_name": "A", "json_web_key_set": {{Keys}} }]""",
    ];

    [TestCaseSource(nameof(Files))]
    public void Applications_are_read_as_each_store_has_them(string file)
    {
        ClientMigration migration = Read(file).Should().ContainSingle().Which;

        migration.Metadata!.ClientName.Should().Be("A");
        migration.Metadata.Jwks!.TryFind(Certificate, out ClientJwk? _).Should().BeTrue();
    }

    [TestCase("""{ "DisplayName": "a" }""", MigrationRemarkKind.MalformedClient)]
    [TestCase("""{ "ClientId": "a" }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": null }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": "" }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": { "keys": [] } }""", MigrationRemarkKind.OtherMethod)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": { "keys": [ {} ] } }""", MigrationRemarkKind.UnusableKey)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": "{" }""", MigrationRemarkKind.MalformedKeySet)]
    [TestCase("""{ "ClientId": "a", "JsonWebKeySet": 1 }""", MigrationRemarkKind.MalformedKeySet)]
    public void What_is_left_behind_is_reported(string application, object expected)
    {
        ClientMigration migration = Read($"[{application}]").Single();

        migration.Metadata.Should().BeNull();
        migration.Remarks.Should().ContainSingle().Which.Kind.Should().Be((MigrationRemarkKind)expected);
    }

    private static List<ClientMigration> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(file);
        return [.. OpenIddictApplications.Read(document.RootElement, ClientAuthenticationMethods.SelfSignedTlsClientAuth)];
    }
}
