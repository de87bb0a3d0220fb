using System.Text;
using System.Text.RegularExpressions;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>A line that a proxy has put a certificate into, with or without the header's name.</summary>
/// <remarks>A server is told the format and never guesses. Here nobody is let in, and a guess saves a question.</remarks>
internal sealed partial class ForwardedHeader
{
    private const int MaximumCertificateLength = 256 * 1024;

    private readonly string _value;
    private readonly ForwardedCertificateFormat _format;

    private ForwardedHeader(string value, ForwardedCertificateFormat format)
    {
        _value = value;
        _format = format;
    }

    /// <summary>Takes the contents for a header, if they look like one; null if not.</summary>
    public static ForwardedHeader? Find(ReadOnlySpan<byte> contents)
    {
        if (contents is [0x30, ..] || contents.ContainsAnyInRange((byte)0x80, byte.MaxValue))
        {
            return null;
        }

        string line = Encoding.ASCII.GetString(contents).Trim();
        string value = HeaderName().Replace(line, string.Empty);
        if (value.AsSpan().ContainsAny('\n', '\r'))
        {
            return null;
        }

        ForwardedCertificateFormat? format =
            value.StartsWith("-----BEGIN%20", StringComparison.OrdinalIgnoreCase) ? ForwardedCertificateFormat.PercentEncodedPemChain
            : value.StartsWith("-----BEGIN ", StringComparison.Ordinal) && value.Length < line.Length ? ForwardedCertificateFormat.Pem
            : value.StartsWith(':') ? ForwardedCertificateFormat.Rfc9440
            : Xfcc().IsMatch(value) ? ForwardedCertificateFormat.EnvoyXfccAppended
            : value.Contains(',', StringComparison.Ordinal) && Base64List().IsMatch(value) ? ForwardedCertificateFormat.TraefikList
            : value.StartsWith("MII", StringComparison.Ordinal) && value.Contains('%', StringComparison.Ordinal)
                ? ForwardedCertificateFormat.TraefikList
            : value.StartsWith("MII", StringComparison.Ordinal) || value.StartsWith("\"MII", StringComparison.Ordinal)
                ? ForwardedCertificateFormat.Base64Der
            : null;
        return format is { } known ? new ForwardedHeader(value, known) : null;
    }

    /// <summary>Reads the certificates.</summary>
    /// <exception cref="UnreadableException">There is none that can be read.</exception>
    public CertificateInput Read(string source)
    {
        PresentedCertificate presented = new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions
        {
            Format = _format,
            MaximumLength = ClientCertificate.DefaultMaximumLength,
            MaximumChainLength = MaximumCertificateLength,
        }).Decode([_value]);
        return presented.Certificate is { } certificate
            ? new CertificateInput(source, $"header ({_format})", [certificate, .. presented.Chain])
            : throw new UnreadableException(
                $"{source}: taken for a proxy's header ({_format}), {FormatFault.Describe(presented.Error, presented.RefusedOctets.Span)}");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}:[ \t]*(?=[^\s])")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"\A(By|Hash|Cert|Chain|Subject|URI|DNS)=", RegexOptions.IgnoreCase)]
    private static partial Regex Xfcc();

    [GeneratedRegex(@"\AM[A-Za-z0-9+/=,%]+\z")]
    private static partial Regex Base64List();
}
