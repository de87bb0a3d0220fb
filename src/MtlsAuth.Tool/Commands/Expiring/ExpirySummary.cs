using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>How many registered certificates there are, and how many of them end soon.</summary>
/// <param name="Clients">The clients that were read.</param>
/// <param name="Certificates">Their certificates.</param>
/// <param name="Ending">Those that have ended, or end within the days.</param>
/// <param name="Days">The days.</param>
/// <param name="WithJwksUri">The clients that publish their keys, which were not fetched.</param>
/// <param name="Unreadable">The clients that could not be read.</param>
internal sealed record ExpirySummary(int Clients, int Certificates, int Ending, int Days, int WithJwksUri, int Unreadable) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => ExpiryJson.Default.ExpirySummary;

    public void WriteTo(IPage page)
    {
        page.WriteLine(new Cell(
            $"clients: {Clients}, certificates: {Certificates}, ended or ending within {Days} days: {Ending}",
            Ending > 0 ? Tone.Doubtful : Tone.Good));
        if (WithJwksUri > 0)
        {
            page.WriteLine($"not looked at, as their keys are behind jwks_uri: {WithJwksUri}");
        }

        if (Unreadable > 0)
        {
            page.WriteLine(new Cell($"not readable: {Unreadable}", Tone.Bad));
        }
    }
}
