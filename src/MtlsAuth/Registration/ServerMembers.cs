using System.Text.Json;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Takes out what the server assigns to a client, and no client to itself (RFC 7591 §3.2.1, RFC 7592 §3).</summary>
internal static class ServerMembers
{
    /// <summary>The member of a client in a file that has the hash of its registration access token; never one of its metadata.</summary>
    public const string TokenHash = "registration_access_token_sha256";

    /// <summary>What the server assigns and keeps with the metadata.</summary>
    public static readonly string[] Kept = ["client_secret", "client_id_issued_at", "client_secret_expires_at"];

    private static readonly string[] Names = [.. Kept, "registration_access_token", "registration_client_uri", TokenHash];

    /// <param name="metadata">What the client sent.</param>
    /// <param name="further">Further members that only this server assigns.</param>
    /// <param name="findings">Where to say what was left out.</param>
    public static ClientMetadata Remove(ClientMetadata metadata, IEnumerable<string> further, FindingCollection findings)
    {
        if (metadata.ClientId.Length > 0)
        {
            Report("client_id");
            metadata = metadata with { ClientId = string.Empty };
        }

        foreach (string name in Names.Concat(further))
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

        void Report(string name) => findings.AddWarningOfAnyMember(
            ClientRegistrationFindingKind.ServerMember,
            name,
            "The server assigns this member; the value was left out.");
    }

    /// <summary>The metadata without the hash of a token, as <see cref="TokenHash"/>.</summary>
    public static ClientMetadata WithoutTokenHash(ClientMetadata metadata) =>
        metadata.AdditionalMembers?.ContainsKey(TokenHash) is true ? Without(metadata, TokenHash) : metadata;

    /// <summary>The metadata without one of its additional members.</summary>
    public static ClientMetadata Without(ClientMetadata metadata, string name)
    {
        Dictionary<string, JsonElement> others = new(metadata.AdditionalMembers!, StringComparer.Ordinal);
        others.Remove(name);
        return metadata with { AdditionalMembers = others.Count == 0 ? null : others };
    }
}
