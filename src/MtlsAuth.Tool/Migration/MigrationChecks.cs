using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Migration;

/// <summary>Checks what was carried over as a registration is checked, and that no id is there twice.</summary>
internal static class MigrationChecks
{
    /// <summary>Adds remarks where something was found, and takes back what no server would accept.</summary>
    public static IEnumerable<ClientMigration> Check(IEnumerable<ClientMigration> clients, ClientRegistrationValidator validator)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (ClientMigration client in clients)
        {
            yield return client.Metadata is null ? client
                : ids.Add(client.ClientId) ? Check(client, client.Metadata, validator)
                : client with
                {
                    Metadata = null,
                    Remarks = [.. client.Remarks, new MigrationRemark(
                        MigrationRemarkKind.DuplicateClient, -1, "Another client of the file has the same id; this one was left behind.")],
                };
        }
    }

    private static ClientMigration Check(ClientMigration client, ClientMetadata metadata, ClientRegistrationValidator validator)
    {
        ClientRegistrationFinding[] findings =
            [.. validator.Validate(metadata).Findings.Where(finding => finding.Severity != ClientRegistrationSeverity.Information)];
        return client with
        {
            Metadata = findings.Any(finding => finding.Severity == ClientRegistrationSeverity.Error) ? null : metadata,
            Remarks =
            [
                .. client.Remarks,
                .. findings.Select(static finding => new MigrationRemark(MigrationRemarkKind.Finding, -1, $"{finding}")),
            ],
        };
    }
}
