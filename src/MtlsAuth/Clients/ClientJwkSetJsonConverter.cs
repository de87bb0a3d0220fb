using System.Text.Json;
using System.Text.Json.Serialization;
using MtlsAuth.KeySets;

namespace MtlsAuth.Clients;

/// <summary>Reads and writes the member <c>jwks</c>.</summary>
internal sealed class ClientJwkSetJsonConverter : JsonConverter<ClientJwkSet>
{
    public override ClientJwkSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        ClientJwkSetError error = ClientJwkSetReader.Read(document.RootElement, ClientJwkSetLimits.Default, out ClientJwkSet? keySet);
        return keySet ?? throw new JsonException($"The key set is refused: {error}.");
    }

    public override void Write(Utf8JsonWriter writer, ClientJwkSet value, JsonSerializerOptions options) => value.WriteTo(writer);
}
