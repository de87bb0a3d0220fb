using System.Text;
using System.Text.Json;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads applications of OpenIddict, as its stores have them.</summary>
internal static class OpenIddictApplications
{
    /// <summary>Reads all applications of a file.</summary>
    /// <param name="root">An array of applications.</param>
    /// <param name="method">The method that their keys are carried over to.</param>
    public static IEnumerable<ClientMigration> Read(JsonElement root, string method) =>
        ForeignClients.Find(root, "Applications", "ClientId").Select(found => Read(found.Place, found.Client, method));

    private static ClientMigration Read(string place, JsonElement element, string method)
    {
        ForeignObject application = new(element);
        if (application.FindText("ClientId") is not { } clientId)
        {
            return ClientMigration.Without(place, MigrationRemarkKind.MalformedClient, "There is no ClientId.");
        }

        byte[]? keys = application.Find("JsonWebKeySet") switch
        {
            // Relational stores keep it as text, its descriptor and MongoDB as an object.
            { ValueKind: JsonValueKind.String } text => Encoding.UTF8.GetBytes(text.GetString()!),
            { } value => Encoding.UTF8.GetBytes(value.GetRawText()),
            null => null,
        };
        if (keys is null or { Length: 0 })
        {
            return ClientMigration.Without(
                clientId, MigrationRemarkKind.OtherMethod, "The application has no JsonWebKeySet and stays as it is.");
        }

        ClientMigration migration = OpenIddictMigration.Migrate(clientId, keys, method);
        return migration.Metadata is { } metadata
            ? migration with { Metadata = metadata with { ClientName = application.FindText("DisplayName") } }
            : migration;
    }
}
