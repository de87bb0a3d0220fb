using System.Text.Json.Serialization;

namespace MtlsAuth.Tool.Output;

/// <summary>How the reports that several commands share are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonReport))]
[JsonSerializable(typeof(TextReport))]
internal sealed partial class OutputJson : JsonSerializerContext;
