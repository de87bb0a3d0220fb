using System.Globalization;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Input;

/// <summary>Says why something is no certificate, and at which octet, as far as that can be found.</summary>
internal static class FormatFault
{
    /// <summary>The reason, where in the file, and what to do about it where that is known.</summary>
    public static string Describe(CertificateFormatError error, ReadOnlySpan<byte> contents)
    {
        string advice = Advise(error) is { } text ? $": {text}" : string.Empty;
        string place = CertificateFormatErrorLocation.Find(error, contents) is { } location ? Describe(location) : string.Empty;
        return $"{error}{place}{advice}";
    }

    private static string Describe(CertificateFormatErrorLocation location)
    {
        string where = location switch
        {
            { DerOffset: null } => $" at octet {Write(location.TextOffset)} of the text",
            { TextOffset: null } => $" at octet {Write(location.DerOffset)} of the DER",
            { TextOffset: 0 } => $" at octet {Write(location.DerOffset)} of the DER in the PEM text",
            _ => $" at octet {Write(location.DerOffset)} of the DER in the PEM text that begins at octet {Write(location.TextOffset)}",
        };
        return location.Field is { } field ? $"{where} ({field})" : where;
    }

    private static string Write(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static string? Advise(CertificateFormatError error) => error switch
    {
        CertificateFormatError.PrivateKeyPresent => "it is a private key; 'mtlsauth jwk' takes the public one out of it",
        CertificateFormatError.BarePublicKey => "it is a public key; 'mtlsauth jwk' reads it",
        CertificateFormatError.CertificateRequest => "it is a request, of which an authority has yet to make a certificate",
        CertificateFormatError.RevocationList => "it is a list of revoked certificates",
        CertificateFormatError.CurveNotNamed => "make the key with a named curve (openssl: -pkeyopt ec_param_enc:named_curve)",
        CertificateFormatError.PublicKeyCannotSign => "a key of X25519 or X448 only agrees on secrets; use Ed25519 or Ed448",
        CertificateFormatError.Empty => "there is nothing in it",
        CertificateFormatError.NoCertificate =>
            "there is no certificate in it; JSON with keys or clients is for 'mtlsauth lint', and a JWK for 'mtlsauth jwk'",
        CertificateFormatError.MissingPemBoundary => "the lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- are missing",
        _ => null,
    };
}
