using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>One format of a forwarded certificate: the header's value, then those of the chain's header, each after a separator.</summary>
internal sealed class ForwardedCertificateTarget(ForwardedCertificateFormat format)
    : FuzzTarget($"forwarded-{format}".ToLowerInvariant(), InputShape.Text)
{
    private const char Separator = '\x1E';

    private readonly ForwardedCertificateDecoder _decoder = new(new ForwardedCertificateDecoderOptions { Format = format });

    public override IReadOnlyList<string> Tokens =>
    [
        "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "-----BEGIN%20CERTIFICATE-----%0A", "%0A-----END%20CERTIFICATE-----%0A",
        "%2B", "%2F", "%3D", "%", "+", "=", ":", ",", ";", "\"", "\\\"", "(null)", "\t", "\n", "\x1E",
        "By=", "Hash=", "Cert=", "Chain=", "Subject=", "URI=", "DNS=",
    ];

    public override byte[] Wrap(byte[] der) => Encoding.Latin1.GetBytes(Write(der));

    public override void Execute(byte[] input)
    {
        string[] values = Encoding.Latin1.GetString(input).Split(Separator);
        PresentedCertificate result = _decoder.Decode(values.AsSpan(0, 1), values.AsSpan(1));
        Claim(
            (result.Certificate is not null) == (result.Status == PresentedCertificateStatus.Present),
            "only a certificate is a certificate");
        bool isRefused = result.Status is PresentedCertificateStatus.HeaderMalformed
            or PresentedCertificateStatus.HeaderTooLarge
            or PresentedCertificateStatus.HeaderDuplicated;
        Claim((result.Error != CertificateFormatError.None) == isRefused, "only what is refused has an error");
        if (result.Certificate is not { } certificate)
        {
            return;
        }

        CertificateClaims.Check(certificate);
        Claim(
            _decoder.Decode([Write(certificate.RawData.ToArray())]).Certificate?.Thumbprint == certificate.Thumbprint,
            "a certificate that is written in the format is read again");
    }

    private string Write(byte[] der)
    {
        string base64 = Convert.ToBase64String(der);
        string pem = PemEncoding.WriteString("CERTIFICATE", der) + "\n";
        return format switch
        {
            ForwardedCertificateFormat.Pem => pem.TrimEnd().Replace('\n', ' '),
            ForwardedCertificateFormat.Base64Der => base64,
            ForwardedCertificateFormat.Rfc9440 => $":{base64}:",
            ForwardedCertificateFormat.TraefikList => base64,
            ForwardedCertificateFormat.EnvoyXfcc or ForwardedCertificateFormat.EnvoyXfccAppended =>
                $"Hash={Convert.ToHexStringLower(SHA256.HashData(der))};Cert=\"{Uri.EscapeDataString(pem)}\"",
            _ => Uri.EscapeDataString(pem),
        };
    }
}
