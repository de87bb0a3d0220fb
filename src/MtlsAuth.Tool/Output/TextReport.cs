using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MtlsAuth.Tool.Output;

/// <summary>A text to be kept as it is.</summary>
internal sealed record TextReport(string Name, string Text) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => OutputJson.Default.TextReport;

    public void WriteTo(IPage page) => page.WriteVerbatim(Text);
}
