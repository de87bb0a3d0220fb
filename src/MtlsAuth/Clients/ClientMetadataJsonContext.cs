using System.Text.Json.Serialization;

namespace MtlsAuth.Clients;

/// <summary>Generated JSON code, so that trimmed and ahead-of-time compiled programs need no reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ClientMetadata))]
internal sealed partial class ClientMetadataJsonContext : JsonSerializerContext;
