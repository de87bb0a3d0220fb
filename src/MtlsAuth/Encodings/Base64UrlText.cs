using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MtlsAuth.Encodings;

/// <summary>Base64url without padding (RFC 7515 §2), read strictly: one text for each octet string.</summary>
/// <remarks>
/// The platform's decoders skip white space, take padding, or ignore spare bits. Each would give one key or thumbprint several
/// spellings (RFC 7638 §7).
/// </remarks>
internal static class Base64UrlText
{
    /// <summary>The length of the text for so many octets.</summary>
    public static int GetEncodedLength(int octetCount) => ((octetCount * 4) + 2) / 3;

    /// <summary>Writes the text as UTF-8 and returns its length; the destination needs room for the padding that is then dropped.</summary>
    public static int Encode(ReadOnlySpan<byte> octets, Span<byte> utf8)
    {
        OperationStatus status = Base64.EncodeToUtf8(octets, utf8, out _, out int written);
        if (status != OperationStatus.Done)
        {
            throw new ArgumentException("The destination is too short.", nameof(utf8));
        }

        Span<byte> text = utf8[..written].TrimEnd((byte)'=');
        text.Replace((byte)'+', (byte)'-');
        text.Replace((byte)'/', (byte)'_');
        return text.Length;
    }

    /// <summary>The text of some octets.</summary>
    public static string Encode(ReadOnlySpan<byte> octets)
    {
        int capacity = Base64.GetMaxEncodedToUtf8Length(octets.Length);
        Span<byte> utf8 = capacity <= 512 ? stackalloc byte[capacity] : new byte[capacity];
        return Encoding.ASCII.GetString(utf8[..Encode(octets, utf8)]);
    }

    /// <summary>Reads the text; false unless it is what <see cref="Encode(ReadOnlySpan{byte})"/> writes for some octets.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] octets)
    {
        byte[] padded = new byte[(text.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        Encoding.ASCII.GetBytes(text, padded);
        padded.AsSpan().Replace((byte)'-', (byte)'+');
        padded.AsSpan().Replace((byte)'_', (byte)'/');

        // Where decoding fails or skips anything, or drops spare bits that are not zero, encoding does not give back the text.
        byte[] decoded = new byte[text.Length * 3 / 4];
        Base64.DecodeFromUtf8(padded, decoded, out _, out _);
        int length = Encode(decoded, padded);
        bool isCanonical = Ascii.Equals(padded.AsSpan(0, length), text);
        octets = isCanonical ? decoded : [];
        return isCanonical;
    }
}
