using MtlsAuth.Explanation;

namespace MtlsAuth.Certificates;

/// <summary>Where in a file or a header's value something is wrong that is therefore no certificate.</summary>
/// <remarks>
/// For people who look for the fault. It decides nothing, and reads again what has been refused. Immutable and thread-safe.
/// </remarks>
public sealed class CertificateFormatErrorLocation
{
    internal CertificateFormatErrorLocation(int? textOffset, int? derOffset = null, string? field = null)
    {
        TextOffset = textOffset;
        DerOffset = derOffset;
        Field = field;
    }

    /// <summary>
    /// In a PEM text, where the fault is: a character that is not base64, the boundary in front of which base64 is missing, or the one
    /// that begins a block without an end. If there is a <see cref="DerOffset"/> as well, where the block begins that stands for that DER.
    /// In octets, counted from 0; null if the contents are DER.
    /// </summary>
    public int? TextOffset { get; }

    /// <summary>
    /// Where in DER, be it the contents or what a block of a PEM text stands for: the first octet that is not DER, or else the beginning
    /// of the field. In octets, counted from 0; the length of the DER if it is cut off; null if the fault is in the text.
    /// </summary>
    public int? DerOffset { get; }

    /// <summary>The certificate's field that is wrong, as RFC 5280 §4.1 names it; null if it is not known to be one.</summary>
    public string? Field { get; }

    /// <summary>Finds where the fault is.</summary>
    /// <param name="error">Why the contents were refused.</param>
    /// <param name="contents">
    /// A file's contents as for <see cref="ClientCertificate.TryParse"/>, or DER, such as
    /// <see cref="PresentedCertificate.RefusedOctets"/>.
    /// </param>
    /// <returns>The place, or null if the fault is in no particular one. Never throws, whatever the octets.</returns>
    public static CertificateFormatErrorLocation? Find(CertificateFormatError error, ReadOnlySpan<byte> contents)
    {
        // A certificate begins like no text, as for those who read it.
        string text = contents is [0x30, >= 0x80, ..] ? string.Empty : CertificateBundle.Decode(contents);
        return text.Contains(PemCertificateReader.Begin, StringComparison.Ordinal)
            ? PemFault.Find(error, text, octetsPerCharacter: text.Length == contents.Length ? 1 : 2)
            : DerFault.Find(error, contents, textOffset: null);
    }
}
