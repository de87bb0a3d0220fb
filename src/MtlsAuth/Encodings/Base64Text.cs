using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MtlsAuth.Encodings;

/// <summary>Standard base64 (RFC 4648 §4), decoded into an array of exactly the octets that it stands for.</summary>
/// <remarks>
/// <see cref="Convert.TryFromBase64Chars"/> takes ten times as long as <see cref="Base64"/>, which wants ASCII octets: these pass
/// through a pooled buffer.
/// </remarks>
internal static class Base64Text
{
    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    /// <summary>Decodes the text; false for everything that the format does not allow. The caller bounds its length.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Base64Leniency leniency, out byte[] octets)
    {
        octets = [];

        // Two more for the padding that may be missing.
        byte[] ascii = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            return Ascii.FromUtf16(text, ascii, out int length) == OperationStatus.Done
                && TryDecode(ascii, length, leniency, out octets);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii);
        }
    }

    private static bool TryDecode(Span<byte> ascii, int length, Base64Leniency leniency, out byte[] octets)
    {
        octets = [];
        if ((leniency & Base64Leniency.WhiteSpace) != 0)
        {
            length = RemoveWhiteSpace(ascii[..length]);
        }

        bool isLenient = (leniency & Base64Leniency.PaddingAndSpareBits) != 0;
        length = isLenient ? AddPadding(ascii, length) : length;
        if (length == 0 || length % 4 != 0)
        {
            return length == 0;
        }

        Span<byte> text = ascii[..length];
        int padding = !text.EndsWith("="u8) ? 0 : text.EndsWith("=="u8) ? 2 : 1;
        if (ClearSpareBits(text, padding) && !isLenient)
        {
            return false;
        }

        // The platform skips white space, which would leave the array partly filled.
        byte[] decoded = new byte[(length / 4 * 3) - padding];
        if (Base64.DecodeFromUtf8(text, decoded, out _, out int written) != OperationStatus.Done || written != decoded.Length)
        {
            return false;
        }

        octets = decoded;
        return true;
    }

    private static int RemoveWhiteSpace(Span<byte> ascii)
    {
        int kept = 0;
        ReadOnlySpan<byte> rest = ascii;
        while (true)
        {
            int length = rest.IndexOfAny(" \t\r\n"u8);
            ReadOnlySpan<byte> part = length < 0 ? rest : rest[..length];
            part.CopyTo(ascii[kept..]);
            kept += part.Length;
            if (length < 0)
            {
                return kept;
            }

            rest = rest[(length + 1)..];
        }
    }

    private static int AddPadding(Span<byte> ascii, int length)
    {
        if (length % 4 < 2 || ascii[length - 1] == '=')
        {
            return length;
        }

        int padded = (length + 3) / 4 * 4;
        ascii[length..padded].Fill((byte)'=');
        return padded;
    }

    // Whether the platform minds spare bits that are not zero depends on its version.
    private static bool ClearSpareBits(Span<byte> text, int padding)
    {
        int spareBits = padding switch { 0 => 0, 1 => 0b11, _ => 0b1111 };
        ref byte last = ref text[^(padding + 1)];
        int value = Alphabet.IndexOf(last);
        if (value < 0 || (value & spareBits) == 0)
        {
            return false;
        }

        last = Alphabet[value & ~spareBits];
        return true;
    }
}
