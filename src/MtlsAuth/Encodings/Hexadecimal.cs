namespace MtlsAuth.Encodings;

/// <summary>Hexadecimal digits in either case, which the platform reads into a given place only since .NET 9.</summary>
internal static class Hexadecimal
{
    public static bool TryReadOctet(char high, char low, out byte octet)
    {
        octet = (byte)((ValueOf(high) << 4) | ValueOf(low));
        return char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
    }

    /// <summary>Whether the text is exactly these octets.</summary>
    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<byte> octets)
    {
        if (text.Length != 2 * octets.Length)
        {
            return false;
        }

        for (int i = 0; i < octets.Length; i++)
        {
            if (!TryReadOctet(text[2 * i], text[(2 * i) + 1], out byte octet) || octet != octets[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int ValueOf(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
