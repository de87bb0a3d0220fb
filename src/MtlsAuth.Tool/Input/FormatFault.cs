using System.Buffers;
using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Input;

/// <summary>Says why something is no certificate, and at which octet, as far as that can be found.</summary>
internal static class FormatFault
{
    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n\v\f");

    /// <summary>The reason, where in the file, and what to do about it where that is known.</summary>
    public static string Describe(CertificateFormatError error, ReadOnlySpan<byte> contents)
    {
        string advice = Advise(error) is { } text ? $": {text}" : string.Empty;
        return $"{error}{Locate(error, contents)}{advice}";
    }

    private static string Locate(CertificateFormatError error, ReadOnlySpan<byte> contents)
    {
        if (contents is not [0x30, ..])
        {
            string pem = Encoding.Latin1.GetString(contents);
            int begin = pem.IndexOf("-----BEGIN ", StringComparison.Ordinal);
            int body = begin < 0 ? -1 : pem.IndexOf("-----", begin + 11, StringComparison.Ordinal) + 5;
            int end = body < 5 ? -1 : pem.IndexOf("-----END", body, StringComparison.Ordinal);
            if (end < 0)
            {
                return string.Empty;
            }

            int strange = pem.AsSpan(body, end - body).IndexOfAnyExcept(Base64);
            if (strange >= 0)
            {
                return At(body + strange, "of the text");
            }

            // The octets that the text stands for; where in the text they stand is no use to anybody.
            return TryDecode(pem[body..end], out byte[] der) ? LocateInDer(error, der, "of the DER in the PEM text") : string.Empty;
        }

        return LocateInDer(error, contents, "of the DER");
    }

    private static string LocateInDer(CertificateFormatError error, ReadOnlySpan<byte> der, string where)
    {
        if (CertificateLayout.FindBreak(der) is { } position)
        {
            return At(position, where);
        }

        string? field = FieldOf(error);
        return field is not null && CertificateLayout.FindFields(der).TryGetValue(field, out Range range)
            ? At(range.Start.Value, $"{where} ({field})")
            : string.Empty;
    }

    private static string At(int position, string where) =>
        string.Create(CultureInfo.InvariantCulture, $" at octet {position} {where}");

    private static bool TryDecode(string text, out byte[] octets)
    {
        octets = [];
        try
        {
            octets = Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? FieldOf(CertificateFormatError error) => error switch
    {
        CertificateFormatError.InvalidVersion => "version",
        CertificateFormatError.InvalidSerialNumber => "serialNumber",
        CertificateFormatError.InvalidSignatureAlgorithm => "signature",
        CertificateFormatError.MalformedName => "subject",
        CertificateFormatError.MalformedValidity => "validity",
        CertificateFormatError.MalformedExtension or CertificateFormatError.DuplicateExtension
            or CertificateFormatError.TooManyExtensions or CertificateFormatError.MalformedSubjectAlternativeName => "extensions",
        CertificateFormatError.InvalidPublicKey or CertificateFormatError.UnsupportedPublicKey
            or CertificateFormatError.PublicKeyCannotSign or CertificateFormatError.CurveNotNamed
            or CertificateFormatError.UnsupportedPointForm or CertificateFormatError.PointNotOnCurve
            or CertificateFormatError.LowOrderPoint or CertificateFormatError.NonCanonicalPoint => "subjectPublicKeyInfo",
        _ => null,
    };

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
