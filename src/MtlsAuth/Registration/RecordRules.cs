using System.Text.Json;
using MtlsAuth.Encodings;

namespace MtlsAuth.Registration;

/// <summary>Checks what is to be written to a store of clients, whoever writes it.</summary>
internal sealed class RecordRules
{
    private readonly ClientRegistrationValidatorOptions _validation;
    private readonly ClientRegistrationValidator _validator;

    public RecordRules(ClientRegistrationValidatorOptions validation, TimeProvider clock)
    {
        _validation = validation.From(isTrustedSource: true);
        _validator = new ClientRegistrationValidator(_validation, clock);
    }

    /// <summary>The record of a client that is to be added, under an id of its own or a new one.</summary>
    public static ClientRecord NewRecord(ClientMetadata metadata, RegistrationAccessTokenHash? registrationAccessTokenHash = null)
    {
        string clientId = metadata.ClientId.Length == 0 ? Guid.NewGuid().ToString("N") : metadata.ClientId;
        return new ClientRecord
        {
            ClientId = clientId,
            Metadata = metadata with { ClientId = clientId },
            RegistrationAccessTokenHash = registrationAccessTokenHash,
        };
    }

    /// <summary>The metadata to store, or null with the reason among the findings.</summary>
    public ClientMetadata? Check(ClientRecord record, bool isNew, FindingCollection findings)
    {
        if (record.Metadata is not { } metadata || metadata.ClientId != record.ClientId)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidClientId, "client_id", "The metadata is of another client.");
            return null;
        }

        // Whoever is there under another id, from a file or from before, can be replaced and removed.
        if (isNew && !ClientRecord.IsAllowedClientId(record.ClientId))
        {
            findings.AddError(
                ClientRegistrationFindingKind.InvalidClientId,
                "client_id",
                $"The id is not 1 to {ClientRecord.MaximumClientIdLength} characters of printable ASCII.");
            return null;
        }

        ClientRegistrationReport report = _validator.Validate(metadata);
        findings.AddRange(report.Findings);
        if (report.Metadata is null)
        {
            return null;
        }

        metadata = ServerMembers.WithoutTokenHash(report.Metadata);
        if (!CanBeReadAgain(metadata))
        {
            findings.AddMalformed("The metadata is too long or nested too deeply.");
            return null;
        }

        return metadata;
    }

    // What is stored comes back through readers with limits; in a file it stands in an array.
    private bool CanBeReadAgain(ClientMetadata metadata)
    {
        byte[] json = metadata.ToUtf8Json();
        try
        {
            using JsonDocument array = StrictJson.Parse((byte[])[(byte)'[', .. json, (byte)']']);
        }
        catch (JsonException)
        {
            return false;
        }

        return ClientMetadata.TryParse(json, out _, out _, _validation.MaximumLength, _validation.MaximumKeyCount);
    }
}
