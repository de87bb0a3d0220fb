using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>The section on dates and usages.</summary>
internal sealed record InspectedUse(
    string SerialNumber,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    int DaysLeft,
    IReadOnlyList<string> KeyUsage,
    IReadOnlyList<string> ExtendedKeyUsage,
    bool IsCertificateAuthority,
    bool IsSelfIssued)
{
    private const int FewDays = 30;

    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "serverAuth",
        ["1.3.6.1.5.5.7.3.2"] = "clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
        ["2.5.29.37.0"] = "anyExtendedKeyUsage",
    };

    private static readonly (X509KeyUsageFlags Flag, string Name)[] KeyUsages =
    [
        (X509KeyUsageFlags.DigitalSignature, "digitalSignature"),
        (X509KeyUsageFlags.NonRepudiation, "contentCommitment"),
        (X509KeyUsageFlags.KeyEncipherment, "keyEncipherment"),
        (X509KeyUsageFlags.DataEncipherment, "dataEncipherment"),
        (X509KeyUsageFlags.KeyAgreement, "keyAgreement"),
        (X509KeyUsageFlags.KeyCertSign, "keyCertSign"),
        (X509KeyUsageFlags.CrlSign, "cRLSign"),
        (X509KeyUsageFlags.EncipherOnly, "encipherOnly"),
        (X509KeyUsageFlags.DecipherOnly, "decipherOnly"),
    ];

    public static InspectedUse Of(ClientCertificate certificate, DateTimeOffset now) => new(
        Convert.ToHexStringLower(certificate.SerialNumber.Span),
        certificate.NotBefore,
        certificate.NotAfter,
        (int)Math.Floor((certificate.NotAfter - now).TotalDays),
        [.. KeyUsages.Where(item => certificate.KeyUsage is { } usage && usage.HasFlag(item.Flag)).Select(static item => item.Name)],
        [.. certificate.ExtendedKeyUsages.Select(static oid => Usages.GetValueOrDefault(oid, oid))],
        certificate.IsCertificateAuthority,
        certificate.IsSelfIssued);

    public IEnumerable<(string Name, Cell Value)> ToFields() =>
    [
        ("serial number", SerialNumber),
        ("valid from", string.Create(CultureInfo.InvariantCulture, $"{NotBefore.UtcDateTime:u}")),
        ("valid until", new Cell(
            string.Create(CultureInfo.InvariantCulture, $"{NotAfter.UtcDateTime:u} ({DescribeRest()})"),
            DaysLeft < 0 ? Tone.Bad : DaysLeft < FewDays ? Tone.Doubtful : Tone.Good)),
        ("key usage", KeyUsage.Count == 0 ? "not restricted" : string.Join(", ", KeyUsage)),
        ("extended key usage", ExtendedKeyUsage.Count == 0 ? "not restricted" : string.Join(", ", ExtendedKeyUsage)),
        ("kind", (IsCertificateAuthority ? "certification authority" : "end entity") + (IsSelfIssued ? ", self-issued" : string.Empty)),
    ];

    private string DescribeRest() => DaysLeft < 0 ? "expired" : string.Create(CultureInfo.InvariantCulture, $"{DaysLeft} days left");
}
