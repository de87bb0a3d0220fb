using CsCheck;

namespace MtlsAuth.Tests;

/// <summary>One change of some octets: flip a bit, put in, take out, cut off.</summary>
internal readonly record struct Mutation(int Kind, int Position, byte Octet)
{
    public static Gen<Mutation> Any { get; } =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1_000_000], Gen.Byte, (kind, position, octet) => new Mutation(kind, position, octet));

    public byte[] Apply(byte[] original) => Apply(original, 0, original.Length);

    /// <summary>Changes octets of a part only.</summary>
    public byte[] Apply(byte[] original, int offset, int length)
    {
        int index = offset + (Position % length);
        return Kind switch
        {
            0 => [.. original[..index], (byte)(original[index] ^ (1 << (Octet % 8))), .. original[(index + 1)..]],
            1 => [.. original[..index], Octet, .. original[index..]],
            2 => [.. original[..index], .. original[(index + 1)..]],
            _ => original[..index],
        };
    }
}
