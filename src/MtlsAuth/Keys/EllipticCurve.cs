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

    private readonly PrimeField _field;
    private readonly ulong[] _a;
    private readonly ulong[] _b;
    private readonly ulong[] _aOverR;
    private readonly ulong[] _bOverSquareOfR;

    private EllipticCurve(string p, string a, string b)
    {
        _field = new PrimeField(Convert.FromHexString(p));
        _a = new ulong[_field.LimbCount];
        _b = new ulong[_field.LimbCount];
        _field.TryImport(Convert.FromHexString(a), _a);
        _field.TryImport(Convert.FromHexString(b), _b);
        CoordinateLength = p.Length / 2;

        // In Montgomery form a is a · R. Divided by R² it is a / R, and b by R³ is b / R².
        _aOverR = [.. _a];
        _bOverSquareOfR = [.. _b];
        _field.DivideByR(_aOverR);
        _field.DivideByR(_aOverR);
        _field.DivideByR(_bOverSquareOfR);
        _field.DivideByR(_bOverSquareOfR);
        _field.DivideByR(_bOverSquareOfR);
    }

    /// <summary>The length of a coordinate in octets (RFC 7518 §6.2.1.2).</summary>
    public int CoordinateLength { get; }

    /// <summary>Whether both coordinates are field elements and satisfy the curve's equation.</summary>
    public bool IsOnCurve(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (ReferenceEquals(this, P256))
        {
            return P256Equation.IsSatisfiedBy(x, y);
        }

        Span<ulong> fieldX = stackalloc ulong[PrimeField.MaximumLimbs];
        Span<ulong> fieldY = stackalloc ulong[PrimeField.MaximumLimbs];
        Span<ulong> rightSide = stackalloc ulong[PrimeField.MaximumLimbs];
        fieldX = fieldX[.._field.LimbCount];
        fieldY = fieldY[.._field.LimbCount];
        rightSide = rightSide[.._field.LimbCount];
        if (!_field.TryRead(x, fieldX) || !_field.TryRead(y, fieldY))
        {
            return false;
        }

        // The coordinates stay plain numbers, so that each product divides by R. Both sides of the equation are divided by R² in the
        // end and can be compared: y² / R / R = (x² / R + a / R) · x / R + b / R².
        ComputeRightSide(fieldX, _aOverR, _bOverSquareOfR, rightSide);
        _field.Multiply(fieldY, fieldY, fieldY);
        _field.DivideByR(fieldY);
        return fieldY.SequenceEqual(rightSide);
    }

    /// <summary>Computes y for a compressed point (SEC 1 §2.3.4); false if no point of the curve has this x.</summary>
    public bool TryDecompress(ReadOnlySpan<byte> x, bool yIsOdd, Span<byte> y)
    {
        Span<ulong> fieldX = stackalloc ulong[_field.LimbCount];
        Span<ulong> rightSide = stackalloc ulong[_field.LimbCount];
        Span<ulong> root = stackalloc ulong[_field.LimbCount];
        Span<ulong> square = stackalloc ulong[_field.LimbCount];
        if (!_field.TryImport(x, fieldX))
        {
            return false;
        }

        ComputeRightSide(fieldX, _a, _b, rightSide);
        _field.SquareRootCandidate(rightSide, root);
        _field.Multiply(root, root, square);
        if (!square.SequenceEqual(rightSide))
        {
            return false;
        }

        // The roots are y and p - y, one of which is odd. Neither is zero: the orders of the curves are odd.
        _field.Export(root, y);
        if (((y[^1] & 1) == 1) != yIsOdd)
        {
            _field.Negate(root);
            _field.Export(root, y);
        }

        return true;
    }

    // (x² + a) · x + b
    private void ComputeRightSide(ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        _field.Multiply(x, x, result);
        _field.Add(result, a, result);
        _field.Multiply(result, x, result);
        _field.Add(result, b, result);
    }
}
