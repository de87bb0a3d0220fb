using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MtlsAuth.Tool.Output;

/// <summary>A result that is JSON for people as well, since they paste it somewhere.</summary>
[JsonConverter(typeof(JsonReportConverter))]
internal sealed record JsonReport(JsonElement Element) : IReport
{
    public JsonTypeInfo JsonType => OutputJson.Default.JsonReport;

    // Line by line: the line ends are the writer's own, since those of strangers are escapes in JSON.
    public void WriteTo(IPage page) => page.WriteVerbatim(
        string.Join('\n', JsonText.Write(Element.WriteTo, isIndented: true).Split('\n').Select(SafeText.Of)));
}
