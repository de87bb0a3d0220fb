using System.Globalization;
using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads clients of IdentityServer4 and Duende IdentityServer, as their model is written in JSON.</summary>
internal static class IdentityServerClients
{
    /// <summary>Reads all clients of a file.</summary>
    /// <param name="root">An array of clients, or a configuration with <c>Clients</c>.</param>
    /// <param name="certificates">Certificates among which those of thumbprints are looked for.</param>
    /// <param name="now">The time at which secrets count as expired.</param>
    public static IEnumerable<ClientMigration> Read(JsonElement root, IReadOnlyList<ClientCertificate> certificates, DateTimeOffset now) =>
        ForeignClients.Find(root, "Clients", "ClientId").Select(found => Read(found.Place, found.Client, certificates, now));

    private static ClientMigration Read(
        string place, JsonElement element, IReadOnlyList<ClientCertificate> certificates, DateTimeOffset now)
    {
        ForeignObject client = new(element);
        if (client.FindText("ClientId") is not { } clientId)
        {
            return ClientMigration.Without(place, MigrationRemarkKind.MalformedClient, "There is no ClientId.");
        }

        if (client.FindTruth("Enabled") == false)
        {
            return ClientMigration.Without(clientId, MigrationRemarkKind.DisabledClient, "The client is disabled and was left behind.");
        }

        List<IdentityServerSecret> secrets = [];
        foreach ((int index, JsonElement entry) in client.FindEntries("ClientSecrets").Index())
        {
            ForeignObject secret = new(entry);
            if (!TryReadExpiration(secret.Find("Expiration"), out DateTimeOffset? expiration) || !secret.IsObject)
            {
                return new ClientMigration(clientId, null, [new MigrationRemark(
                    MigrationRemarkKind.MalformedClient, index, "The secret is no object, or its Expiration is no date and time.")]);
            }

            // Both servers take a secret without type for a shared one.
            secrets.Add(new IdentityServerSecret(
                secret.FindText("Type") ?? "SharedSecret", secret.FindText("Value") ?? string.Empty, expiration));
        }

        if (!secrets.Any(secret => secret.Type is IdentityServerSecret.Name or IdentityServerSecret.Thumbprint))
        {
            return ClientMigration.Without(
                clientId, MigrationRemarkKind.OtherMethod, "The client has no secret of a certificate and stays as it is.");
        }

        ClientMigration migration = IdentityServerMigration.Migrate(clientId, secrets, certificates, now);
        MigrationRemark[] optional = client.FindTruth("RequireClientSecret") == false && migration.Metadata is not null
            ? [new MigrationRemark(
                MigrationRemarkKind.CertificateOptional,
                -1,
                "RequireClientSecret is false: the server let the client in without its certificate, which it needs from now on.")]
            : [];
        return migration with
        {
            Metadata = migration.Metadata is { } metadata ? metadata with { ClientName = client.FindText("ClientName") } : null,
            Remarks = [.. optional, .. migration.Remarks],
        };
    }

    // Databases write UTC without saying so.
    private static bool TryReadExpiration(JsonElement? value, out DateTimeOffset? expiration)
    {
        expiration = null;
        if (value is null)
        {
            return true;
        }

        bool isTime = value is { ValueKind: JsonValueKind.String } text
            && DateTimeOffset.TryParse(
                text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && (expiration = time) is not null;
        return isTime;
    }
}
