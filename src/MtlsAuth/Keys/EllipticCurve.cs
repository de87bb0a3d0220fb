using System.Numerics;

namespace MtlsAuth.Keys;

/// <summary>A curve y² = x³ + ax + b over a prime field: checks that points are on it and decompresses them.</summary>
/// <remarks>Works on public values only and is not constant-time. Thread-safe.</remarks>
internal sealed class EllipticCurve
{
    // FIPS 186-4 appendix D.1.2. For the NIST curves a = p - 3.
    public static readonly EllipticCurve P256 = new(
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC",
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    public static readonly EllipticCurve P384 = new(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFC",
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");

    public static readonly EllipticCurve P521 = new(
        "01FF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "01FF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC",
        "0051" + "953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
        + "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00");

    // SEC 2 §2.4.1: a = 0, b = 7.
    public static readonly EllipticCurve Secp256k1 = new(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000007");

    private readonly BigInteger _p;
    private readonly BigInteger _a;
    private readonly BigInteger _b;

    private EllipticCurve(string p, string a, string b)
    {
        _p = ToNumber(Convert.FromHexString(p));
        _a = ToNumber(Convert.FromHexString(a));
        _b = ToNumber(Convert.FromHexString(b));
        CoordinateLength = p.Length / 2;
    }

    /// <summary>The length of a coordinate in octets (RFC 7518 §6.2.1.2).</summary>
    public int CoordinateLength { get; }

    /// <summary>Whether both coordinates are field elements and satisfy the curve's equation.</summary>
    public bool IsOnCurve(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => ReferenceEquals(this, P256)
        ? P256Equation.IsSatisfiedBy(x, y)
        : TryRead(x, out BigInteger fieldX) && TryRead(y, out BigInteger fieldY) && fieldY * fieldY % _p == ComputeRightSide(fieldX);

    /// <summary>Computes y for a compressed point (SEC 1 §2.3.4); false if no point of the curve has this x.</summary>
    public bool TryDecompress(ReadOnlySpan<byte> x, bool yIsOdd, Span<byte> y)
    {
        if (!TryRead(x, out BigInteger fieldX))
        {
            return false;
        }

        // Each p here is 3 mod 4, where a square's root is its power with the exponent (p + 1) / 4.
        BigInteger rightSide = ComputeRightSide(fieldX);
        BigInteger root = BigInteger.ModPow(rightSide, (_p + 1) / 4, _p);
        if (root * root % _p != rightSide)
        {
            return false;
        }

        // The roots are y and p - y, one of which is odd. Neither is zero: the orders of the curves are odd.
        root = root.IsEven == yIsOdd ? _p - root : root;
        y.Clear();
        return root.TryWriteBytes(y[^root.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger ToNumber(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private bool TryRead(ReadOnlySpan<byte> octets, out BigInteger element) => (element = ToNumber(octets)) < _p;

    private BigInteger ComputeRightSide(BigInteger x) => (((x * x) + _a) * x + _b) % _p;
}
