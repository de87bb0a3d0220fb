using MtlsAuth.Certificates;

namespace MtlsAuth.KeySets;

/// <summary>Says what is wrong with a value, as far as it can be known: the well-known faults of those who write keys.</summary>
/// <remarks>Only characters that RFC 6749 §5.2 allows in <c>error_description</c>, and nothing of the value.</remarks>
internal static class JwkDetails
{
    private const string LeadingZero = "leading zero octet";
    private const string Even = "even";

    public static string OfBase64Url(string text) =>
        text.Contains('=', StringComparison.Ordinal) ? "padding"
        : text.Any(char.IsWhiteSpace) ? "white space"
        : text.AsSpan().ContainsAny('+', '/') ? "base64 instead of base64url"
        : text.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')) ? "a character outside the alphabet"
        : text.Length % 4 == 1 ? "impossible length"
        : "spare bits that are not zero";

    public static string OfModulus(ReadOnlySpan<byte> modulus) =>
        modulus[0] == 0 ? LeadingZero
        : modulus.Length < 64 ? "less than 64 octets"
        : modulus.Length > 2048 ? "more than 2048 octets"
        : Even;

    public static string OfExponent(ReadOnlySpan<byte> exponent) =>
        exponent[0] == 0 ? LeadingZero
        : (exponent[^1] & 1) == 0 ? Even
        : exponent is [1] ? "less than 3"
        : "not less than the modulus";

    public static string OfX5c(string text, CertificateFormatError error)
    {
        const string NotBase64 = "not base64 of one certificate";
        return text.Contains("-----", StringComparison.Ordinal) ? NotBase64 + ": it has the markers of PEM"
            : text.Any(char.IsWhiteSpace) ? NotBase64 + ": it has white space"
            : text.AsSpan().ContainsAny('-', '_') ? NotBase64 + ": it is base64url"
            : error == CertificateFormatError.None ? NotBase64 + " with padding"
            : $"the certificate is refused: {error}";
    }
}
