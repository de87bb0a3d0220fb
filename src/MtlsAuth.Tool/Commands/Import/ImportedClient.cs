using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Migration;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>What became of a client of another server.</summary>
/// <param name="ClientId">Its id, or its place in the file.</param>
/// <param name="Metadata">What is to be registered; null if it was left behind.</param>
/// <param name="Remarks">What was left behind, or is to be done.</param>
internal sealed record ImportedClient(string ClientId, JsonElement? Metadata, IReadOnlyList<MigrationRemark> Remarks) : IReport
{
    /// <summary>The same metadata.</summary>
    [JsonIgnore]
    public ClientMetadata? Client { get; private init; }

    [JsonIgnore]
    public JsonTypeInfo JsonType => ImportJson.Default.ImportedClient;

    /// <summary>The report of a client.</summary>
    public static ImportedClient Of(ClientMigration migration) => new(
        migration.ClientId,
        migration.Metadata is { } metadata ? JsonElement.Parse(metadata.ToUtf8Json()) : null,
        migration.Remarks)
    {
        Client = migration.Metadata,
    };

    public void WriteTo(IPage page)
    {
        page.WriteHeading(ClientId);
        List<(string Name, Cell Value)> fields = [("registered", Client?.TokenEndpointAuthMethod is { } method
            ? new Cell(method, Tone.Good)
            : new Cell("left behind", Tone.Doubtful))];
        Add("subject", Client?.TlsClientAuthSubjectDn);
        Add("authority", Client?.TlsClientAuthRootDn);
        Add("keys", Client?.Jwks is { } keys ? $"{keys.Keys.Count}" : null);
        Add("tokens", Client is { TlsClientCertificateBoundAccessTokens: true } ? "bound to the certificate" : null);
        foreach (MigrationRemark remark in Remarks)
        {
            fields.Add((remark.NeedsPerson ? "to do" : "note", new Cell(
                remark.Index < 0 ? remark.Text : $"{remark.Index}: {remark.Text}", remark.NeedsPerson ? Tone.Doubtful : Tone.Plain)));
        }

        page.WriteFields(fields);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add((name, value));
            }
        }
    }
}
