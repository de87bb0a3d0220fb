using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MtlsAuth.Tool.Output;

/// <summary>JSON as this tool writes it: <c>+</c> and quotation marks of base64 as they are.</summary>
internal static class JsonText
{
    /// <summary>Writes JSON, for people with a line for each member.</summary>
    public static string Write(Action<Utf8JsonWriter> write, bool isIndented)
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(
            json, new JsonWriterOptions { Indented = isIndented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
