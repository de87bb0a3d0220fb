using System.Text.Json.Serialization;

namespace MtlsAuth.Tool.Commands;

/// <summary>How <c>expiring</c> writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExpiringCertificate))]
[JsonSerializable(typeof(ExpiryTable))]
[JsonSerializable(typeof(ExpirySummary))]
internal sealed partial class ExpiryJson : JsonSerializerContext;
