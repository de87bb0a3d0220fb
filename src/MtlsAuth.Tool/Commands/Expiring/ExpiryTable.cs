using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>Registered certificates and their ends.</summary>
internal sealed record ExpiryTable(IReadOnlyList<ExpiringCertificate> Certificates) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => ExpiryJson.Default.ExpiryTable;

    public void WriteTo(IPage page) => page.WriteTable(
        ["ends", "days left", "client", "subject", "x5t#S256"],
        [.. Certificates.Select(static IReadOnlyList<Cell> (certificate) =>
        [
            certificate.NotAfter.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            certificate.Expired
                ? new Cell("expired", Tone.Bad)
                : new Cell(certificate.DaysLeft.ToString(CultureInfo.InvariantCulture)),
            certificate.ClientId,
            certificate.Subject ?? "cannot be read",
            certificate.Thumbprint,
        ])]);
}
