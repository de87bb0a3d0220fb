using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>How many clients were written to a file.</summary>
internal sealed record ImportSummary(string File, int Read, int Written) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => ImportJson.Default.ImportSummary;

    public void WriteTo(IPage page) => page.WriteHeading($"{File}: {Written} of {Read} clients written");
}
