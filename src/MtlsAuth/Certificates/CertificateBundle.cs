using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>Reads what holds several certificates: a PEM text with a chain, or a PKCS #7 bundle (.p7b).</summary>
internal static class CertificateBundle
{
    /// <summary>Reads what a file holds: see <see cref="ClientCertificate.TryParseAll"/>.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> contents,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength = ClientCertificate.DefaultMaximumLength) =>
        TryRead(contents, OneChain(maximumLength), out certificates, out error);

    /// <summary>Reads the certificates of a PEM text in their order; of a single PKCS #7 block, the end entity's first.</summary>
    public static bool TryParsePem(
        ReadOnlySpan<char> pem,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength = ClientCertificate.DefaultMaximumLength) =>
        TryReadPem(pem, OneChain(maximumLength), out certificates, out error);

    private static bool TryRead(
        ReadOnlySpan<byte> contents,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        if (contents.Length > 2 * rules.MaximumTotalLength)
        {
            error = OtherFormats.FindByStructure(contents, CertificateFormatError.TooLarge);
            return false;
        }

        // A certificate is longer than 127 octets, so that its second octet has the high bit set and no text begins like it.
        if (contents is [0x30, >= 0x80, ..])
        {
            return TryReadDer(contents, rules, out certificates, out error);
        }

        bool isRead = TryReadPem(Decode(contents), rules, out certificates, out error);
        if (error == CertificateFormatError.NoCertificate)
        {
            // A key is shorter than a certificate.
            error = OtherFormats.FindByStructure(contents, error);
        }

        return isRead;
    }

    private static CertificateBundleRules OneChain(int maximumLength) => new(maximumLength, ClientCertificate.MaximumChainCount);

    // PEM is ASCII, but what stands around the blocks may be anything; Latin-1 reads every octet. Only where there is no block in that
    // is it looked for in UTF-16, as Windows PowerShell writes it: with its mark, or with every other octet zero from the first on.
    internal static string Decode(ReadOnlySpan<byte> text)
    {
        Encoding encoding = text.IndexOf("-----BEGIN "u8) >= 0 ? Encoding.Latin1
            : text is [0xFF, 0xFE, ..] or [not 0, 0, ..] ? Encoding.Unicode
            : text is [0xFE, 0xFF, ..] or [0, not 0, ..] ? Encoding.BigEndianUnicode
            : Encoding.Latin1;
        return encoding.GetString(text);
    }

    private static bool TryReadPem(
        ReadOnlySpan<char> pem,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        if (pem.Length > 2 * rules.MaximumTotalLength)
        {
            error = CertificateFormatError.TooLarge;
            return false;
        }

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
