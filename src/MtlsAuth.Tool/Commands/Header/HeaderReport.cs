using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>Two configurations that belong together.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="HeaderName">The secret name; null where it is fixed, and a shared secret is the proof instead.</param>
/// <param name="IsTested">Whether the tests of this project run the proxy with this configuration.</param>
/// <param name="Configuration">The proxy's configuration.</param>
/// <param name="Settings">The server's settings, in the section that <c>AddForwardedCertificate</c> gets.</param>
/// <param name="Notes">What else has to be done.</param>
internal sealed record HeaderReport(
    string Proxy, string? HeaderName, bool IsTested, string Configuration, string Settings, IReadOnlyList<string> Notes) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => HeaderJson.Default.HeaderReport;

    public void WriteTo(IPage page)
    {
        page.WriteHeading($"Configuration of {Proxy}");
        page.WriteLine(IsTested
            ? new Cell("The tests of MtlsAuth run it.", Tone.Quiet)
            : new Cell("Written from the proxy's documentation; the tests of MtlsAuth do not run it.", Tone.Doubtful));
        page.WriteLine(string.Empty);
        page.WriteVerbatim(Configuration);
        page.WriteHeading("Settings of the server (appsettings.json)");
        page.WriteLine(string.Empty);
        page.WriteVerbatim(Settings);
        page.WriteHeading("What to keep in mind");
        foreach (string note in Notes)
        {
            page.WriteLine(note);
        }
    }
}
