using System.Buffers;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>Reads one certificate after the other out of a PEM text (RFC 7468, the lax grammar of figure 2).</summary>
/// <param name="text">The text.</param>
/// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
/// <param name="blocksOnly">
/// Whether only white space may stand around the blocks. Files have explanatory text there (RFC 7468 §5.2), header values do not.
/// </param>
internal ref struct PemCertificateReader(ReadOnlySpan<char> text, int maximumLength, bool blocksOnly = false)
{
    /// <summary>What the text before the first label looks like.</summary>
    public const string Begin = "-----BEGIN ";

    /// <summary>What stands on both sides of a label.</summary>
    public const string Boundary = "-----";

    private const string End = "-----END ";
    private const string CertificateLabel = "CERTIFICATE";
    private const string PrivateKey = "PRIVATE KEY";

    /// <summary>What may stand in a block.</summary>
    public static readonly SearchValues<char> Base64OrWhiteSpace =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n");

    private readonly int _maximumLength = maximumLength;
    private readonly bool _blocksOnly = blocksOnly;
    private readonly bool _textIsEmpty = text.IsWhiteSpace();
    private ReadOnlySpan<char> _rest = text;

    /// <summary>How many characters there are behind the last block that was read.</summary>
    public readonly int RestLength => _rest.Length;

    /// <summary>What is wrong with a text in which there is no block at all.</summary>
    public readonly CertificateFormatError ErrorIfNothingFound
    {
        get
        {
            if (_textIsEmpty)
            {
                return CertificateFormatError.Empty;
            }

            if (_rest.Contains("-\0-\0-\0-\0-", StringComparison.Ordinal))
            {
                return CertificateFormatError.MisreadUtf16;
            }

            ReadOnlySpan<char> text = WithoutMark(_rest).TrimStart();
            return _rest.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) || IsBase64OfSequence(text)
                ? CertificateFormatError.MissingPemBoundary
                : IsSshPublicKey(text) ? CertificateFormatError.BarePublicKey : CertificateFormatError.NoCertificate;
        }
    }

    /// <summary>Reads the next certificate; false at the end, with no error, and for anything malformed, with the error.</summary>
    public bool TryReadNext(out ClientCertificate? certificate, out CertificateFormatError error)
    {
        certificate = null;
        return TryReadNextDer(out ReadOnlyMemory<byte> der, out error)
            && ClientCertificate.TryParseDerInPlace(der, out certificate, out error, _maximumLength);
    }

    /// <summary>Decodes the next certificate and leaves it to the caller to parse it.</summary>
    public bool TryReadNextDer(out ReadOnlyMemory<byte> der, out CertificateFormatError error)
    {
        der = default;
        error = TryReadBlock(out ReadOnlySpan<char> label, out ReadOnlySpan<char> body, out bool found);
        if (error != CertificateFormatError.None || !found)
        {
            return false;
        }

        if (!label.SequenceEqual(CertificateLabel))
        {
            // A key behind it is the worse mistake: what openssl writes for an EC key begins with its parameters.
            error = _rest.Contains(PrivateKey, StringComparison.Ordinal)
                ? CertificateFormatError.PrivateKeyPresent
                : OtherFormats.FindByLabel(label);
            return false;
        }

        error = Decode(body, _maximumLength, out der);
        return error == CertificateFormatError.None;
    }

    /// <summary>Reads the next block, whatever its label; what stands before it is explanatory text (RFC 7468 §5.2).</summary>
    public CertificateFormatError TryReadBlock(out ReadOnlySpan<char> label, out ReadOnlySpan<char> body, out bool found)
    {
        label = default;
        body = default;
        found = false;
        int begin = _rest.IndexOf(Begin);
        ReadOnlySpan<char> before = begin < 0 ? _rest : _rest[..begin];
        if (_blocksOnly && before.ContainsAnyExcept(" \t\r\n"))
        {
            return CertificateFormatError.MalformedPem;
        }

        if (begin < 0)
        {
            return CertificateFormatError.None;
        }

        ReadOnlySpan<char> block = _rest[(begin + Begin.Length)..];
        int labelLength = block.IndexOf(Boundary);
        if (labelLength < 0)
        {
            return CertificateFormatError.MalformedPem;
        }

        label = block[..labelLength];
        if (label.Contains(PrivateKey, StringComparison.Ordinal))
        {
            return CertificateFormatError.PrivateKeyPresent;
        }

        block = block[(labelLength + Boundary.Length)..];
        int bodyLength = block.IndexOf(Boundary);
        if (bodyLength < 0)
        {
            return CertificateFormatError.MalformedPem;
        }

        body = block[..bodyLength];
        block = block[bodyLength..];

        // RFC 7468 §3 lets parsers ignore a different label at the end; there is no reason to.
        if (!block.StartsWith(End) || !block[End.Length..].StartsWith(label) || !block[(End.Length + labelLength)..].StartsWith(Boundary))
        {
            return CertificateFormatError.MalformedPem;
        }

        _rest = block[(End.Length + labelLength + Boundary.Length)..];
        found = true;
        return CertificateFormatError.None;
    }

    /// <summary>Decodes a block's base64 text. Spaces, tabs and line ends may stand anywhere in it, or nowhere.</summary>
    public static CertificateFormatError Decode(ReadOnlySpan<char> body, long maximumLength, out ReadOnlyMemory<byte> decoded)
    {
        decoded = default;

        // Twice the limit leaves room for base64 and generous white space, and bounds the buffer.
        if (body.Length > 2 * maximumLength)
        {
            return CertificateFormatError.TooLarge;
        }

        if (!Base64Text.TryDecode(body, Base64Leniency.WhiteSpace, out byte[] octets))
        {
            return CertificateFormatError.MalformedPem;
        }

        decoded = octets;
        return CertificateFormatError.None;
    }

    // MI stands for 30 8x, with which all certificates begin.
    private static bool IsBase64OfSequence(ReadOnlySpan<char> text) =>
        text.StartsWith("MI") && !text.ContainsAnyExcept(Base64OrWhiteSpace);

    // Of OpenSSH (RFC 4253 §6.6, RFC 5656 §3.1), and in the file format of RFC 4716.
    private static bool IsSshPublicKey(ReadOnlySpan<char> text) =>
        text.StartsWith("ssh-") || text.StartsWith("ecdsa-sha2-") || text.StartsWith("---- BEGIN SSH2 PUBLIC KEY");

    // The byte order mark, which is three characters where the octets of UTF-8 are read as Latin-1.
    private static ReadOnlySpan<char> WithoutMark(ReadOnlySpan<char> text) =>
        text is ['\uFEFF', ..] ? text[1..] : text.StartsWith("\u00EF\u00BB\u00BF") ? text[3..] : text;
}
