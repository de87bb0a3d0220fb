using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;

namespace MtlsAuth.TokenBinding;

/// <summary>Reads the text of <c>x5t#S256</c> in a token, without allocating.</summary>
/// <remarks>
/// More tolerant in one point than <see cref="CertificateThumbprint.TryParse"/>: the two bits that the last character has to spare may
/// be anything. In the sample value of RFC 8705 §3.1 they are not zero. Octets are what is compared, so this lets nothing in.
/// </remarks>
internal static class ThumbprintText
{
    private static readonly SearchValues<byte> AlphabetValues = SearchValues.Create(Alphabet);

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    public static bool TryRead(ReadOnlySpan<char> text, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        Span<byte> utf8 = stackalloc byte[Sha256Value.TextLength];
        return text.Length == Sha256Value.TextLength
            && Ascii.FromUtf16(text, utf8, out _) == OperationStatus.Done
            && TryRead(utf8, out thumbprint);
    }

    public static bool TryRead(ReadOnlySpan<byte> utf8, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;

        // The platform's decoder skips white space and takes padding, both of which RFC 8705 §3.1 forbids.
        if (utf8.Length != Sha256Value.TextLength || utf8.ContainsAnyExcept(AlphabetValues))
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[Sha256Value.TextLength + 1];
        utf8.CopyTo(padded);
        padded[^2] = Alphabet[Alphabet.IndexOf(utf8[^1]) & ~0b11]; // the decoder refuses spare bits that are not zero
        padded.Replace((byte)'-', (byte)'+');
        padded.Replace((byte)'_', (byte)'/');
        padded[^1] = (byte)'=';

        Span<byte> octets = stackalloc byte[Sha256Value.Length];
        if (Base64.DecodeFromUtf8(padded, octets, out _, out int written) != OperationStatus.Done || written != octets.Length)
        {
            return false;
        }

        thumbprint = new CertificateThumbprint(octets);
        return true;
    }
}
