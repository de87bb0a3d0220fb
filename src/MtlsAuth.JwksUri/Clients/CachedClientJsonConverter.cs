using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>Writes a client as the JSON of its metadata, and makes it anew, once, when it is read.</summary>
/// <remarks>Whatever cannot be read is refused, and the client is read from the store.</remarks>
internal sealed class CachedClientJsonConverter : JsonConverter<CachedClient>
{
    // Another for each change of what follows.
    private const int Version = 1;

    // A store may allow more keys than the default.
    private const int MaximumKeyCount = 10_000;

    /// <summary>A null in its place is refused as well, and not taken for an entry.</summary>
    public override bool HandleNull => true;

    public override CachedClient Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement entry = document.RootElement;
        return entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("version"u8, out JsonElement version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out int number)
            && number == Version
            && entry.TryGetProperty("read_at"u8, out JsonElement readAt)
            && readAt.ValueKind == JsonValueKind.String
            && readAt.TryGetDateTimeOffset(out DateTimeOffset time)
            && entry.TryGetProperty("client"u8, out JsonElement client)
                ? new CachedClient(ReadClient(client), time)
                : throw new JsonException("The entry is of another version.");
    }

    public override void Write(Utf8JsonWriter writer, CachedClient value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, Version);
        writer.WriteString("read_at"u8, value.ReadAt);
        writer.WritePropertyName("client"u8);
        if (value.Client is { } client)
        {
            writer.WriteRawValue(client.Metadata.ToUtf8Json());
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    private static RegisteredClient? ReadClient(JsonElement client) =>
        client.ValueKind == JsonValueKind.Null ? null
            : ClientMetadata.TryParse(
                JsonMarshal.GetRawUtf8Value(client),
                out ClientMetadata? metadata,
                out ClientMetadataError? error,
                maximumKeyCount: MaximumKeyCount)
                ? RegisteredClient.From(metadata)
                : throw new JsonException($"{error.Path}: {error.Description}");
}
