using System.Text.Json;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads clients of Keycloak: an export of realms, or what the admin interface lists.</summary>
internal static class KeycloakClients
{
    /// <summary>Reads all clients of a file.</summary>
    /// <param name="root">A realm, an array of realms, a client, or an array of clients.</param>
    public static IEnumerable<ClientMigration> Read(JsonElement root) =>
        ForeignClients.Find(root, "clients", "clientId").Select(found => Read(found.Place, found.Client));

    private static ClientMigration Read(string place, JsonElement element)
    {
        ForeignObject client = new(element);
        if (client.FindText("clientId") is not { } clientId)
        {
            return ClientMigration.Without(place, MigrationRemarkKind.MalformedClient, "There is no clientId.");
        }

        if (client.FindText("protocol") is { } protocol && protocol != "openid-connect")
        {
            return ClientMigration.Without(
                clientId, MigrationRemarkKind.OtherMethod, "The client speaks another protocol than OpenID Connect and stays as it is.");
        }

        if (client.FindTruth("enabled") == false)
        {
            return ClientMigration.Without(clientId, MigrationRemarkKind.DisabledClient, "The client is disabled and was left behind.");
        }

        ClientMigration migration = KeycloakMigration.Migrate(clientId, new KeycloakClient(client));
        return migration.Metadata is { } metadata
            ? migration with { Metadata = metadata with { ClientName = client.FindText("name") } }
            : migration;
    }
}
