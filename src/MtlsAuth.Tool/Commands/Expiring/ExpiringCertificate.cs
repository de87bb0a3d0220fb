using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Expiry;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A registered certificate and its end, in JSON. For people they stand in an <see cref="ExpiryTable"/>.</summary>
internal sealed record ExpiringCertificate(
    string ClientId,
    string? Method,
    string? Kid,
    string? Subject,
    [property: JsonPropertyName("x5t#S256")] string Thumbprint,
    DateTimeOffset NotAfter,
    int DaysLeft,
    bool Expired) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => ExpiryJson.Default.ExpiringCertificate;

    /// <summary>What is to be said of a certificate.</summary>
    public static ExpiringCertificate Of(CertificateEnd end, DateTimeOffset now) => new(
        end.ClientId,
        end.Method,
        end.KeyId,
        end.Certificate.Subject?.ToString(),
        end.Certificate.Thumbprint.ToString(),
        end.Certificate.NotAfter,
        end.DaysLeft(now),
        end.HasEnded(now));

    public void WriteTo(IPage page) => new ExpiryTable([this]).WriteTo(page);
}
