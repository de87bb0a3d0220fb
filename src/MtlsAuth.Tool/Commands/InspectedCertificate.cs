using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>What is to be said of a certificate.</summary>
internal sealed record InspectedCertificate(
    string? Subject, string KeyThumbprint, [property: JsonPropertyName("x5t#S256")] string Thumbprint) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => InspectJson.Default.InspectedCertificate;

    public void WriteTo(IPage page)
    {
        page.WriteHeading(Subject ?? "a subject that cannot be read");
        page.WriteFields([("jkt", KeyThumbprint), ("x5t#S256", Thumbprint)]);
    }
}
