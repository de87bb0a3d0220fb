using System.Globalization;
using System.Numerics;

namespace MtlsAuth.Testing.Certificates;

/// <summary>A point of edwards25519 in extended coordinates (RFC 8032 §5.1.4).</summary>
internal sealed record Ed25519Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
{
    private const int Length = 32;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Reduce(-121665 * Invert(121666));
    private static readonly Ed25519Point Neutral = OfAffine(BigInteger.Zero, BigInteger.One);

    /// <summary>The base point B (RFC 8032 §5.1).</summary>
    public static Ed25519Point Base { get; } = OfAffine(
        BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", CultureInfo.InvariantCulture),
        BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", CultureInfo.InvariantCulture));

    /// <summary>The 32 octets of a number, little-endian.</summary>
    public static byte[] Write(BigInteger number)
    {
        byte[] octets = new byte[Length];
        number.TryWriteBytes(octets, out _, isUnsigned: true);
        return octets;
    }

    public Ed25519Point Multiply(BigInteger scalar)
    {
        Ed25519Point result = Neutral;
        for (int bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Add(result);
            if (!((scalar >> bit) & 1).IsZero)
            {
                result = result.Add(this);
            }
        }

        return result;
    }

    /// <summary>RFC 8032 §5.1.2: y, with the lowest bit of x in the highest.</summary>
    public byte[] Encode()
    {
        BigInteger inverse = Invert(Z);
        byte[] octets = Write(Reduce(Y * inverse));
        octets[^1] |= (byte)(Reduce(X * inverse).IsEven ? 0 : 0x80);
        return octets;
    }

    private static Ed25519Point OfAffine(BigInteger x, BigInteger y) => new(x, y, BigInteger.One, Reduce(x * y));

    private static BigInteger Invert(BigInteger number) => BigInteger.ModPow(number, P - 2, P);

    private static BigInteger Reduce(BigInteger number)
    {
        BigInteger rest = number % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    private Ed25519Point Add(Ed25519Point other)
    {
        BigInteger a = Reduce((Y - X) * (other.Y - other.X));
        BigInteger b = Reduce((Y + X) * (other.Y + other.X));
        BigInteger c = Reduce(2 * T * other.T * D);
        BigInteger d = Reduce(2 * Z * other.Z);
        return new Ed25519Point(Reduce((b - a) * (d - c)), Reduce((d + c) * (b + a)), Reduce((d - c) * (d + c)), Reduce((b - a) * (b + a)));
    }
}
