using System.Text.Json.Serialization;

namespace MtlsAuth.Tool.Commands;

/// <summary>How <c>lint</c> writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LocatedFinding))]
[JsonSerializable(typeof(LintSummary))]
[JsonSerializable(typeof(GitHubAnnotation))]
internal sealed partial class LintJson : JsonSerializerContext;
