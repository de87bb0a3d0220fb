using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>How many findings there are in a file.</summary>
internal sealed record LintSummary(string File, int Errors, int Warnings, int Information) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => LintJson.Default.LintSummary;

    public void WriteTo(IPage page) => page.WriteLine(
        Errors + Warnings + Information == 0
            ? new Cell($"{File}: nothing found", Tone.Good)
            : new Cell($"{File}: errors: {Errors}, warnings: {Warnings}, for information: {Information}"));
}
