using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using MtlsAuth.Encodings;
using MtlsAuth.Registration;

namespace MtlsAuth.Files;

/// <summary>Where a file has the hash of a client's registration access token: in a member beside the client's metadata.</summary>
internal static class TokenHashMember
{
    /// <summary>Splits what stands in a file into metadata and hash.</summary>
    /// <returns>False if the member has something else.</returns>
    public static bool TrySplit(
        ClientMetadata written, [NotNullWhen(true)] out ClientMetadata? metadata, out RegistrationAccessTokenHash? hash)
    {
        metadata = written;
        hash = null;
        if (written.AdditionalMembers?.TryGetValue(ServerMembers.TokenHash, out JsonElement value) is not true)
        {
            return true;
        }

        metadata = ServerMembers.WithoutTokenHash(written);
        return value.ValueKind == JsonValueKind.String
            && Base64UrlText.TryDecode(value.GetString()!, out byte[]? octets)
            && RegistrationAccessTokenHash.TryCreate(octets, out hash);
    }

    /// <summary>Puts metadata and hash together as they stand in a file.</summary>
    public static ClientMetadata Join(ClientRecord record)
    {
        ClientMetadata metadata = record.Metadata!;
        if (record.RegistrationAccessTokenHash is not { } hash)
        {
            return metadata;
        }

        Dictionary<string, JsonElement> members = new(metadata.AdditionalMembers ?? new Dictionary<string, JsonElement>())
        {
            [ServerMembers.TokenHash] = JsonElement.Parse(Encoding.UTF8.GetBytes($"\"{Base64Url.EncodeToString(hash.ToArray())}\"")),
        };
        return metadata with { AdditionalMembers = members };
    }
}
