using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>The section on thumbprints: what different programs mean by the word.</summary>
internal sealed record InspectedThumbprints(
    string Jkt,
    [property: JsonPropertyName("x5t#S256")] string X5tS256,
    string X5t,
    string SpkiPin,
    string Sha256Hex,
    string Sha1Hex)
{
    [SuppressMessage("Security", "CA5350", Justification = "Other systems name certificates by it; nothing is decided by it.")]
    public static InspectedThumbprints Of(ClientCertificate certificate) => new(
        certificate.PublicKeyThumbprint.ToString(),
        certificate.Thumbprint.ToString(),
        certificate.ComputeSha1Thumbprint(),
        certificate.ComputeSubjectPublicKeyInfoThumbprint(),
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawData.Span)),
        Convert.ToHexStringLower(SHA1.HashData(certificate.RawData.Span)));

    public IEnumerable<(string Name, Cell Value)> ToFields() =>
    [
        ("jkt (of the key)", Jkt),
        ("SPKI pin (of the key)", SpkiPin),
        ("x5t#S256", X5tS256),
        ("x5t", X5t),
        ("SHA-256", Sha256Hex),
        ("SHA-1", Sha1Hex),
    ];
}
