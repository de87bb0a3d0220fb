using System.Text.Json;
using System.Text.Json.Serialization;

namespace MtlsAuth.Tool.Output;

/// <summary>Writes the JSON that a report is.</summary>
internal sealed class JsonReportConverter : JsonConverter<JsonReport>
{
    public override JsonReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, JsonReport value, JsonSerializerOptions options) => value.Element.WriteTo(writer);
}
