using System.Buffers;
using System.Formats.Asn1;
using System.Globalization;
using MtlsAuth.Certificates;

namespace AuthorizationServer.Page;

/// <summary>Finds where the fault is in something that is no certificate, as far as it is in one place.</summary>
/// <remarks>For people. The library decides without it, and says what is wrong; this looks where.</remarks>
internal static class FaultPosition
{
    private const string Begin = "-----BEGIN ";
    private const string Hyphens = "-----";
    private const int DeepestNesting = 32;

    // The fields of what is signed in a certificate, without the version and behind it (RFC 5280 §4.1).
    private static readonly string[] Fields = ["serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"];

    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n");

    /// <summary>Finds the place.</summary>
    /// <param name="error">The library's reason.</param>
    /// <param name="contents">What was read.</param>
    /// <param name="text">The same as text, or empty if it is DER.</param>
    /// <returns>The place in words, or null.</returns>
    public static string? Find(CertificateFormatError error, byte[] contents, string text)
    {
        if (text.Length == 0)
        {
            return FindInDer(error, contents);
        }

        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int body = begin < 0 ? -1 : text.IndexOf(Hyphens, begin + Begin.Length, StringComparison.Ordinal);
        if (body < 0)
        {
            return null;
        }

        body += Hyphens.Length;
        int end = text.IndexOf(Hyphens, body, StringComparison.Ordinal);
        if (end < 0)
        {
            return $"the block that begins at {PlaceOf(text, begin)} has no end";
        }

        int strange = text.AsSpan(body, end - body).IndexOfAnyExcept(Base64);
        return strange >= 0 ? $"{PlaceOf(text, body + strange)}, which is not base64"
            : TryDecode(text[body..end], out byte[] der) && FindInDer(error, der) is { } place ? $"{place} that the PEM text stands for"
            : null;
    }

    private static string? FindInDer(CertificateFormatError error, byte[] der)
    {
        if (der.Length == 0)
        {
            return null;
        }

        if (FindBreak(der, 0, der.Length, 0) is { } position)
        {
            return string.Create(CultureInfo.InvariantCulture, $"octet {position} of {der.Length} of the DER");
        }

        return FieldOf(error) is { } field && FindField(der, field) is { } offset
            ? string.Create(CultureInfo.InvariantCulture, $"{field}, from octet {offset} of the DER")
            : null;
    }

    private static string PlaceOf(string text, int index)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, index);
        int line = before.Count('\n') + 1;
        int column = index - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, character {column}");
    }

    // The first octet at which the encoding is none, whatever the elements mean.
    private static int? FindBreak(ReadOnlySpan<byte> der, int position, int end, int depth)
    {
        while (position < end)
        {
            if (depth > DeepestNesting || ReadElement(der[..end], position) is not { } element)
            {
                return position;
            }

            if (element.IsConstructed && FindBreak(der, element.Start, element.End, depth + 1) is { } inside)
            {
                return inside;
            }

            position = element.End;
        }

        return null;
    }

    private static int? FindField(byte[] der, string name)
    {
        if (ReadElement(der, 0) is not { } certificate || ReadElement(der, certificate.Start) is not { } signed)
        {
            return null;
        }

        int next = 0;
        for (int position = signed.Start; position < signed.End && ReadElement(der, position) is { } element; position = element.End)
        {
            string? field = !element.IsContextSpecific ? next < Fields.Length ? Fields[next++] : null
                : next == 0 ? "version"
                : next == Fields.Length ? "extensions"
                : null;
            if (field == name)
            {
                return position;
            }
        }

        return null;
    }

    private static Element? ReadElement(ReadOnlySpan<byte> der, int position)
    {
        try
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(
                der[position..], AsnEncodingRules.DER, out int start, out int length, out _);
            return new Element(
                tag.IsConstructed, tag.TagClass == TagClass.ContextSpecific, position + start, position + start + length);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool TryDecode(string text, out byte[] octets)
    {
        octets = new byte[text.Length];
        bool isDecoded = Convert.TryFromBase64String(text, octets, out int length);
        octets = octets[..length];
        return isDecoded;
    }

    private static string? FieldOf(CertificateFormatError error) => error switch
    {
        CertificateFormatError.InvalidVersion => "version",
        CertificateFormatError.InvalidSerialNumber => "serialNumber",
        CertificateFormatError.InvalidSignatureAlgorithm => "signature",
        CertificateFormatError.MalformedValidity => "validity",
        CertificateFormatError.MalformedExtension or CertificateFormatError.DuplicateExtension
            or CertificateFormatError.TooManyExtensions or CertificateFormatError.MalformedSubjectAlternativeName => "extensions",
        CertificateFormatError.InvalidPublicKey or CertificateFormatError.UnsupportedPublicKey
            or CertificateFormatError.PublicKeyCannotSign or CertificateFormatError.CurveNotNamed
            or CertificateFormatError.UnsupportedPointForm or CertificateFormatError.PointNotOnCurve
            or CertificateFormatError.LowOrderPoint or CertificateFormatError.NonCanonicalPoint => "subjectPublicKeyInfo",
        _ => null,
    };

    private sealed record Element(bool IsConstructed, bool IsContextSpecific, int Start, int End);
}
