using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth;

namespace AuthorizationServer.Page;

/// <summary>JSON as people read it.</summary>
internal static class MetadataText
{
    // "Unsafe" in HTML that does not encode it, which this page always does; base64 and names are easier to read and to copy.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The body of a registration request.</summary>
    public static string Of(ClientMetadata metadata) => Of(metadata.ToUtf8Json());

    /// <summary>A JSON text with line ends.</summary>
    public static string Of(byte[] utf8Json) =>
        VisibleText.OfJson(JsonNode.Parse(utf8Json)!.ToJsonString(Readable).ReplaceLineEndings("\n"));
}
