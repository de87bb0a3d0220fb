using System.Text.Json.Serialization;

namespace MtlsAuth.Tool.Commands;

/// <summary>How <c>match</c> writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatchReport))]
internal sealed partial class MatchJson : JsonSerializerContext;
