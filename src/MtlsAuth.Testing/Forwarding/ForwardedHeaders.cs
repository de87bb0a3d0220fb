using System.Security.Cryptography;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Testing.Forwarding;

/// <summary>Writes certificates (DER, the client's first) into header values as proxies do.</summary>
internal static class ForwardedHeaders
{
    /// <summary>The value of a certificate in a format.</summary>
    public static string Encode(this ForwardedCertificateFormat format, byte[] der) => format switch
    {
        ForwardedCertificateFormat.Pem => Pem(der),
        ForwardedCertificateFormat.PercentEncodedPem => PercentEncodedPem(der),
        ForwardedCertificateFormat.PemOrPercentEncodedPem => Pem(der, separator: ""),
        ForwardedCertificateFormat.PercentEncodedPemChain => PercentEncodedPemChain(der),
        ForwardedCertificateFormat.Base64Der => Base64Der(der),
        ForwardedCertificateFormat.Rfc9440 => Rfc9440(der),
        ForwardedCertificateFormat.EnvoyXfcc => EnvoyXfcc(der),
        ForwardedCertificateFormat.EnvoyXfccAppended => EnvoyXfccWithoutNames(der),
        ForwardedCertificateFormat.TraefikList => TraefikList(der),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The values of a certificate and its chain: the header's and the chain headers'.</summary>
    public static (string Value, string[] Chain) Encode(this ForwardedCertificateFormat format, byte[] der, params byte[][] chain) =>
        format switch
        {
            _ when chain.Length == 0 => (format.Encode(der), []),
            ForwardedCertificateFormat.PercentEncodedPemChain => (PercentEncodedPemChain([der, .. chain]), []),
            ForwardedCertificateFormat.EnvoyXfcc => (EnvoyXfcc([der, .. chain]), []),
            ForwardedCertificateFormat.EnvoyXfccAppended => (EnvoyXfccWithoutNames([der, .. chain]), []),
            ForwardedCertificateFormat.TraefikList => (TraefikList([der, .. chain]), []),
            ForwardedCertificateFormat.Base64Der => (format.Encode(der), [Base64Der(chain)]),
            ForwardedCertificateFormat.Rfc9440 => (format.Encode(der), [Rfc9440(chain)]),
            _ => (format.Encode(der), [.. chain.Select(other => format.Encode(other))]),
        };

    /// <summary>PEM whose lines are joined by something else than line ends: a space as in Apache, LF and tab as in nginx.</summary>
    public static string Pem(byte[] der, string separator = " ") =>
        PemEncoding.WriteString("CERTIFICATE", der).Replace("\n", separator, StringComparison.Ordinal);

    /// <summary>nginx <c>$ssl_client_escaped_cert</c>: all but the unreserved characters escaped, with the last LF.</summary>
    public static string PercentEncodedPem(byte[] der) => Uri.EscapeDataString(PemEncoding.WriteString("CERTIFICATE", der) + "\n");

    /// <summary>AWS ALB: as <see cref="PercentEncodedPem"/>, but <c>+</c>, <c>/</c> and <c>=</c> stay, and the chain follows.</summary>
    public static string PercentEncodedPemChain(params byte[][] certificates) =>
        string.Concat(certificates.Select(PercentEncodedPem))
            .Replace("%2B", "+", StringComparison.Ordinal)
            .Replace("%2F", "/", StringComparison.Ordinal)
            .Replace("%3D", "=", StringComparison.Ordinal);

    /// <summary>HAProxy <c>ssl_c_der</c> for one certificate, <c>ssl_c_chain_der</c> for those of a chain.</summary>
    public static string Base64Der(params byte[][] certificates) => Convert.ToBase64String([.. certificates.SelectMany(static der => der)]);

    /// <summary>RFC 9440 <c>Client-Cert</c> for one certificate, <c>Client-Cert-Chain</c> for those of a chain.</summary>
    public static string Rfc9440(params byte[][] certificates) =>
        string.Join(", ", certificates.Select(der => $":{Convert.ToBase64String(der)}:"));

    /// <summary>An element of Envoy's <c>x-forwarded-client-cert</c>; its <c>Chain</c> begins with the client's certificate.</summary>
    public static string EnvoyXfcc(params byte[][] certificates)
    {
#pragma warning disable CA1308 // Envoy writes lower case.
        string hash = Convert.ToHexString(SHA256.HashData(certificates[0])).ToLowerInvariant();
#pragma warning restore CA1308
        string chain = certificates.Length == 1 ? "" : $"Chain=\"{string.Concat(certificates.Select(PercentEncodedPem))}\";";
        return $"By=spiffe://example/proxy;Hash={hash};Cert=\"{PercentEncodedPem(certificates[0])}\";{chain}Subject=\"CN=client\";URI=";
    }

    /// <summary>Envoy with the alternative names turned off, as it has to be where elements are appended.</summary>
    public static string EnvoyXfccWithoutNames(params byte[][] certificates) => EnvoyXfcc(certificates)[..^";URI=".Length];

    /// <summary>Traefik since 2.9.4: bare base64, joined by commas.</summary>
    public static string TraefikList(params byte[][] certificates) => string.Join(',', certificates.Select(Convert.ToBase64String));
}
