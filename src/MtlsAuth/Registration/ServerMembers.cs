using System.Text.Json;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Takes out what the server assigns to a client, and no client to itself (RFC 7591 §3.2.1, RFC 7592 §3).</summary>
internal static class ServerMembers
{
    private static readonly string[] Names =
    [
        "client_secret", "client_id_issued_at", "client_secret_expires_at", "registration_access_token", "registration_client_uri",
    ];

    public static ClientMetadata Remove(ClientMetadata metadata, FindingCollection findings)
    {
        if (metadata.ClientId.Length > 0)
        {
            Report("client_id");
            metadata = metadata with { ClientId = string.Empty };
        }

        foreach (string name in Names)
        {
            if (metadata.AdditionalMembers?.TryGetValue(name, out JsonElement value) is true)
            {
                if (!ClientMetadataReader.IsEmpty(value))
                {
                    Report(name);
                }

                metadata = Without(metadata, name);
            }
        }

        return metadata;

        void Report(string name) => findings.Add(
            ClientRegistrationSeverity.Warning,
            ClientRegistrationFindingKind.ServerMember,
            name,
            "The server assigns this member; the value was left out.");
    }

    /// <summary>The metadata without one of its additional members.</summary>
    public static ClientMetadata Without(ClientMetadata metadata, string name)
    {
        Dictionary<string, JsonElement> others = new(metadata.AdditionalMembers!, StringComparer.Ordinal);
        others.Remove(name);
        return metadata with { AdditionalMembers = others.Count == 0 ? null : others };
    }
}
