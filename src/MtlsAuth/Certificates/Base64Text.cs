using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>Standard base64 (RFC 4648 §4), decoded into an array of exactly the octets that it stands for.</summary>
/// <remarks>
/// <see cref="Convert.TryFromBase64Chars"/> takes ten times as long as <see cref="Base64"/>, which wants ASCII octets: these pass
/// through a pooled buffer.
/// </remarks>
internal static class Base64Text
{
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
        if (leniency.HasFlag(Base64Leniency.WhiteSpace))
        {
            length = RemoveWhiteSpace(ascii[..length]);
        }

        if (leniency.HasFlag(Base64Leniency.PaddingAndSpareBits))
        {
            length = AddPadding(ascii, length);
        }

        if (length == 0 || length % 4 != 0)
        {
            return length == 0;
        }

        ReadOnlySpan<byte> text = ascii[..length];
        int padding = !text.EndsWith("="u8) ? 0 : text.EndsWith("=="u8) ? 2 : 1;
        byte[] decoded = new byte[(length / 4 * 3) - padding];

        // The platform skips white space, which would leave the array partly filled.
        if (Base64.DecodeFromUtf8(text, decoded, out _, out int written) != OperationStatus.Done
            || written != decoded.Length
            || !(leniency.HasFlag(Base64Leniency.PaddingAndSpareBits) || SpareBitsAreZero(text, decoded, padding)))
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

    // Only then does encoding the last octets give back the last characters.
    private static bool SpareBitsAreZero(ReadOnlySpan<byte> text, ReadOnlySpan<byte> octets, int padding)
    {
        Span<byte> last = stackalloc byte[4];
        return padding == 0
            || (Base64.EncodeToUtf8(octets[^(3 - padding)..], last, out _, out _) == OperationStatus.Done && text.EndsWith(last));
    }
}
