using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A registered key or name beside the presented one.</summary>
internal sealed record MatchedValue(string Member, string? Kid, string Difference, string Description, string Registered, string Presented)
{
    public static MatchedValue Of(RegisteredValueComparison comparison) => new(
        comparison.Member,
        comparison.KeyId,
        comparison.Difference.ToString(),
        comparison.Description,
        comparison.Registered,
        comparison.Presented);

    public IReadOnlyList<Cell> ToRow() =>
    [
        Kid is null ? Member : $"{Member} ({Kid})",
        new Cell(Description, Difference == nameof(RegisteredValueDifference.None) ? Tone.Good : Tone.Bad),
        Registered,
    ];
}
