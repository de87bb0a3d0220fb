using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A decision, and what it was made on.</summary>
internal sealed record MatchReport(
    bool IsAuthenticated,
    string ClientId,
    string? Method,
    string? Reason,
    string? Detail,
    IReadOnlyList<string> Reported,
    IReadOnlyList<MatchedValue> Registered,
    int OmittedCount,
    bool IsChainChecked) : IReport
{
    private const string ChainOpen = "The chain was not looked at: name the server's authorities by --trust-anchors.";

    [JsonIgnore]
    public JsonTypeInfo JsonType => MatchJson.Default.MatchReport;

    public static MatchReport Of(ClientAuthenticationExplanation explanation, bool isChainOpen)
    {
        ClientAuthenticationResult result = explanation.Result;
        return new MatchReport(
            result.IsAuthenticated,
            result.ClientId!,
            result.Method,
            result.IsAuthenticated ? null : result.FailureReason.ToString(),
            result.FailureDetail,
            [.. result.ReportedViolations.Select(static violation => violation.ToString())],
            [.. explanation.Comparisons.Select(MatchedValue.Of)],
            explanation.OmittedCount,
            !isChainOpen);
    }

    public void WriteTo(IPage page)
    {
        string method = Method ?? "no method";
        page.WriteHeading(IsAuthenticated
            ? new Cell($"Yes: it authenticates {ClientId} ({method}).", Tone.Good)
            : new Cell($"No: {Reason} ({ClientId}, {method}).", Tone.Bad));
        if (Detail is not null)
        {
            page.WriteLine(Detail);
        }

        foreach (string violation in Reported)
        {
            page.WriteLine(new Cell($"Reported, not refused: {violation}", Tone.Doubtful));
        }

        if (!IsChainChecked)
        {
            page.WriteLine(new Cell(ChainOpen, Tone.Doubtful));
        }

        if (Registered.Count > 0)
        {
            page.WriteHeading("Registered, nearest first");
            page.WriteTable(["member", "difference", "registered"], [.. Registered.Select(static item => item.ToRow())]);
        }

        if (OmittedCount > 0)
        {
            page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {OmittedCount} more, as far or farther"));
        }
    }
}
