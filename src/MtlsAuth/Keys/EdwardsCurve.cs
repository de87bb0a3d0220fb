namespace MtlsAuth.Keys;

/// <summary>Finds the encodings of points that are no key of Ed25519 or Ed448 (RFC 8032 §5.1.3, §5.2.3).</summary>
/// <remarks>
/// <para>
/// For a point whose order divides the cofactor anybody finds signatures that verify, as for an RSA key with the exponent 1. An encoding
/// that is not canonical would be a second spelling of a key.
/// </para>
/// <para>
/// Whether the point is on the curve is not checked: it costs a square root, and decides nothing. A verifier has to compute the point
/// first (§5.1.7) and fails, so that nobody can sign for what is not on the curve.
/// </para>
/// <para>Works on public values only and is not constant-time. Thread-safe.</para>
/// </remarks>
internal sealed class EdwardsCurve
{
    // p = 2^255 - 19. The orders are 1 (y = 1), 2 (y = -1), 4 (y = 0), 8 (two y, one the negative of the other).
    public static readonly EdwardsCurve Ed25519 = new(
        "EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05",
        "C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A");

    // p = 2^448 - 2^224 - 1. The orders are 1 (y = 1), 2 (y = -1), 4 (y = 0).
    public static readonly EdwardsCurve Ed448 = new(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "00",
        "01000000000000000000000000000000000000000000000000000000" + "00000000000000000000000000000000000000000000000000000000" + "00",
        "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "00",
        "00000000000000000000000000000000000000000000000000000000" + "00000000000000000000000000000000000000000000000000000000" + "00");

    private const int MaximumLength = 57;

    private readonly byte[] _modulus;
    private readonly byte[][] _lowOrders;

    // All numbers little-endian, as the encodings are.
    private EdwardsCurve(string modulus, params string[] lowOrders)
    {
        _modulus = Convert.FromHexString(modulus);
        _lowOrders = [.. lowOrders.Select(Convert.FromHexString)];
    }

    /// <summary>What is wrong with the encoding of a point, which has the right length: y, and in the highest bit the sign of x.</summary>
    public SubjectPublicKeyError Check(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[MaximumLength];
        y = y[..encoded.Length];
        encoded.CopyTo(y);
        y[^1] &= 0x7F;
        if (!IsLess(y, _modulus))
        {
            return SubjectPublicKeyError.NonCanonicalPoint;
        }

        // The sign does not matter: with y comes the order. Where x is 0, which has no sign, y is 1 or -1 and thus among these.
        foreach (byte[] lowOrder in _lowOrders)
        {
            if (y.SequenceEqual(lowOrder))
            {
                return SubjectPublicKeyError.LowOrderPoint;
            }
        }

        return SubjectPublicKeyError.None;
    }

    private static bool IsLess(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (int i = right.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i])
            {
                return left[i] < right[i];
            }
        }

        return false;
    }
}
