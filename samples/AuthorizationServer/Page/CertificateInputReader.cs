using System.Text;
using System.Text.RegularExpressions;
using MtlsAuth;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace AuthorizationServer.Page;

/// <summary>Reads certificates in whatever form somebody has them: a file's, or a proxy's header.</summary>
/// <remarks>
/// The form is guessed here, for people. A server never guesses it: what a proxy writes is configured.
/// </remarks>
internal static partial class CertificateInputReader
{
    private const byte Sequence = 0x30;

    /// <summary>Reads what was sent.</summary>
    /// <param name="contents">A file's contents, or a text in UTF-8.</param>
    /// <param name="input">The certificates, or null.</param>
    /// <param name="fault">Why there are none, or null.</param>
    /// <returns>Whether they were read. Never throws for bad input.</returns>
    public static bool TryRead(byte[] contents, out CertificateInput? input, out CertificateFault? fault)
    {
        string text = contents is [Sequence, ..] ? string.Empty : Encoding.UTF8.GetString(contents);
        string value = FindHeaderValue(text.Trim());
        if (FindFormat(value) is { } header)
        {
            return TryReadHeader(header.Format, header.Name, value, out input, out fault);
        }

        string form = FormOf(contents, text);
        if (ClientCertificate.TryParseAll(
            contents, out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error))
        {
            input = new CertificateInput(form, certificates[0], [.. certificates.Skip(1)]);
            fault = null;
            return true;
        }

        input = null;
        fault = new CertificateFault(error, form, FaultPosition.Find(error, contents));
        return false;
    }

    private static bool TryReadHeader(
        ForwardedCertificateFormat format, string name, string value, out CertificateInput? input, out CertificateFault? fault)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions
        {
            Format = format,
            MaximumLength = ClientCertificate.DefaultMaximumLength,
        });
        PresentedCertificate presented = decoder.Decode([value]);
        input = presented.Certificate is { } certificate ? new CertificateInput(name, certificate, presented.Chain) : null;
        fault = input is not null ? null
            : presented.Error == CertificateFormatError.None ? new CertificateFault(CertificateFormatError.Empty, name, null)
            : new CertificateFault(presented.Error, name, FaultPosition.Find(presented.Error, presented.RefusedOctets.Span));
        return input is not null;
    }

    // What a line of a log or of curl's output has behind the header's name.
    private static string FindHeaderValue(string text) =>
        HeaderName().Match(text) is { Success: true, Length: int length } && !text.Contains('\n') ? text[length..].Trim() : text;

    private static (ForwardedCertificateFormat Format, string Name)? FindFormat(string value) => value switch
    {
        _ when value.Contains('\n') => null,
        [':', ..] => (ForwardedCertificateFormat.Rfc9440, "header as in RFC 9440"),
        _ when value.StartsWith("-----BEGIN%20", StringComparison.Ordinal) =>
            (ForwardedCertificateFormat.PercentEncodedPemChain, "header with percent-encoded PEM"),
        _ when value.Contains("Cert=\"", StringComparison.Ordinal) => (ForwardedCertificateFormat.EnvoyXfcc, "header of Envoy"),
        ['M', 'I', ..] when value.Contains(',') => (ForwardedCertificateFormat.TraefikList, "header of Traefik"),
        ['M', 'I', ..] or ['"', 'M', 'I', ..] => (ForwardedCertificateFormat.Base64Der, "header with DER in base64"),
        _ => null,
    };

    private static string FormOf(byte[] contents, string text) =>
        text.Length > 0 ? text.Contains("BEGIN PKCS7", StringComparison.Ordinal) ? "PKCS #7 in PEM" : "PEM"
        : ClientCertificate.TryParseDer(contents, out _, out CertificateFormatError error) || error != CertificateFormatError.Pkcs7 ? "DER"
        : "PKCS #7";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}:[ \\t]+", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
