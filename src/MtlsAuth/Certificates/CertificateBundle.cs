using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>Reads what holds several certificates: a PEM text with a chain, or a PKCS #7 bundle (.p7b).</summary>
public static class CertificateBundle
{
    /// <summary>The most certificates that are read of a client's chain.</summary>
    public const int MaximumCertificateCount = 16;

    /// <summary>Reads what a file holds: one certificate in DER, a PEM text, or a certs-only PKCS #7 bundle in DER or PEM.</summary>
    /// <param name="contents">The file's contents.</param>
    /// <param name="certificates">
    /// The certificates, the end-entity certificate first. In PEM it is the first one; in PKCS #7, where the order means nothing,
    /// the one that issued none of the others.
    /// </param>
    /// <param name="error">Why nothing was read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
    /// <returns>Whether all certificates were read; one malformed certificate refuses them all. Never throws for bad input.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> contents,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength = ClientCertificate.DefaultMaximumLength) =>
        TryRead(contents, OneChain(maximumLength), out certificates, out error);

    /// <summary>Reads the certificates of a PEM text in their order.</summary>
    /// <remarks>
    /// Blocks labelled <c>CERTIFICATE</c> with any line ends, with spaces or tabs instead of them, or on one line without any
    /// separator; text before, between and after the blocks is passed over (RFC 7468 §2, §3). A block of another label refuses the
    /// text, a private key with an error of its own. A single <c>PKCS7</c> block is read as the bundle it is.
    /// </remarks>
    /// <param name="pem">The text.</param>
    /// <param name="certificates">The certificates, the end-entity certificate first.</param>
    /// <param name="error">Why nothing was read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
    /// <returns>Whether all certificates were read; one malformed certificate refuses them all. Never throws for bad input.</returns>
    public static bool TryParsePem(
        ReadOnlySpan<char> pem,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength = ClientCertificate.DefaultMaximumLength) =>
        TryReadPem(pem, OneChain(maximumLength), out certificates, out error);

    /// <summary>Reads what a file holds, as its purpose allows.</summary>
    internal static bool TryRead(
        ReadOnlySpan<byte> contents,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        if (contents.Length > 2 * rules.MaximumTotalLength)
        {
            error = CertificateFormatError.TooLarge;
            return false;
        }

        // A certificate is longer than 127 octets, so that its second octet has the high bit set and no text begins like it.
        if (contents is [0x30, >= 0x80, ..])
        {
            return TryReadDer(contents, rules, out certificates, out error);
        }

        // PEM is ASCII, but what stands around the blocks may be anything; Latin-1 reads every octet.
        return TryReadPem(Encoding.Latin1.GetString(contents), rules, out certificates, out error);
    }

    private static CertificateBundleRules OneChain(int maximumLength) => new(maximumLength, MaximumCertificateCount, IsOneChain: true);

    private static bool TryReadPem(
        ReadOnlySpan<char> pem,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        PemCertificateReader reader = new(pem, rules.MaximumLength);
        PemCertificateReader blocks = reader;
        error = blocks.TryReadBlock(out ReadOnlySpan<char> label, out ReadOnlySpan<char> body, out bool found);
        if (error == CertificateFormatError.None && found && label.SequenceEqual("PKCS7"))
        {
            return TryReadPkcs7Block(blocks, body, rules, out certificates, out error);
        }

        List<ClientCertificate> read = [];
        while (reader.TryReadNext(out ClientCertificate? certificate, out error))
        {
            if (read.Count == rules.MaximumCount)
            {
                error = CertificateFormatError.TooManyCertificates;
                return false;
            }

            read.Add(certificate!);
        }

        if (error == CertificateFormatError.None && read.Count == 0)
        {
            error = reader.ErrorIfNothingFound;
        }

        certificates = error == CertificateFormatError.None ? read.AsReadOnly() : null;
        return certificates is not null;
    }

    private static bool TryReadPkcs7Block(
        PemCertificateReader rest,
        ReadOnlySpan<char> body,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        error = rest.TryReadBlock(out _, out _, out bool found);
        error = found ? CertificateFormatError.UnexpectedPemLabel : error;
        if (error != CertificateFormatError.None)
        {
            return false;
        }

        error = PemCertificateReader.Decode(body, rules.MaximumTotalLength, out ReadOnlyMemory<byte> der);
        return error == CertificateFormatError.None && Pkcs7Reader.TryRead(der, rules, out certificates, out error);
    }

    private static bool TryReadDer(
        ReadOnlySpan<byte> der,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        if (Pkcs7Reader.LooksLikePkcs7(der))
        {
            return Pkcs7Reader.TryRead(der.ToArray(), rules, out certificates, out error);
        }

        certificates = ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out error, rules.MaximumLength)
            ? [certificate]
            : null;
        return certificates is not null;
    }
}
