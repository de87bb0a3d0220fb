using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAuth.KeySets;

/// <summary>Reads and writes JWK Sets inside other JSON, such as the member <c>jwks</c> of client metadata.</summary>
internal sealed class ClientJwkSetJsonConverter(ClientJwkSetLimits limits) : JsonConverter<ClientJwkSet>
{
    /// <summary>What every message of this converter begins with.</summary>
    public const string Refused = "The key set is refused: ";

    public ClientJwkSetJsonConverter()
        : this(ClientJwkSetLimits.Default)
    {
    }

    public override ClientJwkSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        ClientJwkSet? keySet = null;
        ClientJwkSetError error = JsonMarshal.GetRawUtf8Value(document.RootElement).Length > limits.MaximumLength
            ? ClientJwkSetError.TooLarge
            : ClientJwkSetReader.Read(document.RootElement, limits.MaximumKeyCount, out keySet);
        return keySet ?? throw new JsonException($"{Refused}{error}.");
    }

    public override void Write(Utf8JsonWriter writer, ClientJwkSet value, JsonSerializerOptions options) => value.WriteTo(writer);
}
