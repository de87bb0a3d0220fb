namespace MtlsAuth.Fuzz.Mutations;

/// <summary>Changes octets wherever they stand.</summary>
internal static class OctetMutation
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFE, 0xFF, .. " \n\"\\"u8];

    /// <param name="input">What is changed.</param>
    /// <param name="other">Another input, to take parts from.</param>
    /// <param name="tokens">Words of the format.</param>
    /// <param name="random">Where the choices come from.</param>
    public static byte[] Apply(byte[] input, byte[] other, IReadOnlyList<byte[]> tokens, Random random)
    {
        int at = random.Next(input.Length + 1);
        int length = Math.Min(input.Length - at, 1 + random.Next(random.Next(4) == 0 ? 256 : 8));
        switch (random.Next(tokens.Count > 0 ? 10 : 8))
        {
            case 0 when at < input.Length:
                return Replace(input, at, 1, [(byte)(input[at] ^ (1 << random.Next(8)))]);
            case 1:
                return Replace(input, at, Math.Min(1, length), [Interesting[random.Next(Interesting.Length)]]);
            case 2:
                return Replace(input, at, 0, [(byte)random.Next(256)]);
            case 3:
                return Replace(input, at, length, []);
            case 4:
                return Replace(input, at, 0, input.AsSpan(at, length));
            case 5:
                return Replace(input, random.Next(input.Length + 1), 0, input.AsSpan(at, length));
            case 6:
                int from = random.Next(other.Length + 1);
                return Replace(input, at, length, other.AsSpan(from, Math.Min(other.Length - from, length + random.Next(16))));
            case 7:
                return random.Next(8) == 0 ? input[..at] : Replace(input, at, length, Repeat((byte)random.Next(256), length));
            default:
                return tokens.Count == 0 ? input : Replace(input, at, random.Next(2) * length, tokens[random.Next(tokens.Count)]);
        }
    }

    public static byte[] Replace(byte[] input, int start, int length, ReadOnlySpan<byte> replacement) =>
        [.. input.AsSpan(0, start), .. replacement, .. input.AsSpan(Math.Min(input.Length, start + length))];

    private static byte[] Repeat(byte value, int count)
    {
        byte[] result = new byte[count];
        result.AsSpan().Fill(value);
        return result;
    }
}
