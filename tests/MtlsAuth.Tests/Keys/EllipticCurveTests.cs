using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Keys;

[TestFixture(KeyAlgorithm.P256, 32)]
[TestFixture(KeyAlgorithm.P384, 48)]
[TestFixture(KeyAlgorithm.P521, 66)]
[TestFixture(KeyAlgorithm.Secp256k1, 32)]
public sealed class EllipticCurveTests(KeyAlgorithm kind, int length)
{
    private readonly EllipticCurve _curve = EncodedKey.GetParameters(kind).Curve!;
    private readonly ECCurve _platformCurve = EncodedKey.GetPlatformCurve(kind);

    [Test]
    public void CoordinateLength_is_that_of_the_field() => _curve.CoordinateLength.Should().Be(length);

    [Test]
    public void IsOnCurve_accepts_the_keys_of_the_platform()
    {
        for (int i = 0; i < 8; i++)
        {
            ECPoint point = CreatePoint();

            _curve.IsOnCurve(point.X, point.Y).Should().BeTrue();
        }
    }

    [Test]
    public void IsOnCurve_refuses_a_point_with_any_bit_flipped()
    {
        ECPoint point = CreatePoint();

        Gen.Select(Gen.Bool, Gen.Int[0, (8 * length) - 1]).Sample((inX, bit) =>
        {
            byte[] x = [.. point.X!];
            byte[] y = [.. point.Y!];
            (inX ? x : y)[bit / 8] ^= (byte)(1 << (bit % 8));

            return !_curve.IsOnCurve(x, y);
        });
    }

    [Test]
    public void IsOnCurve_refuses_a_coordinate_that_is_not_reduced()
    {
        ECPoint point = CreatePoint();
        byte[] tooLarge = [.. Enumerable.Repeat((byte)0xFF, length)];

        _curve.IsOnCurve(tooLarge, point.Y).Should().BeFalse();
        _curve.IsOnCurve(point.X, tooLarge).Should().BeFalse();
    }

    [Test]
    public void IsOnCurve_refuses_the_origin() => _curve.IsOnCurve(new byte[length], new byte[length]).Should().BeFalse();

    [Test]
    public void TryDecompress_finds_both_points_of_the_platform_keys()
    {
        for (int i = 0; i < 8; i++)
        {
            ECPoint point = CreatePoint();
            bool isOdd = (point.Y![^1] & 1) == 1;
            byte[] same = new byte[length];
            byte[] opposite = new byte[length];

            _curve.TryDecompress(point.X, isOdd, same).Should().BeTrue();
            _curve.TryDecompress(point.X, !isOdd, opposite).Should().BeTrue();

            same.Should().Equal(point.Y);
            opposite.Should().NotEqual(point.Y);
            _curve.IsOnCurve(point.X, opposite).Should().BeTrue();
        }
    }

    [Test]
    public void TryDecompress_writes_the_leading_zeros_of_y()
    {
        byte[] x = new byte[length];
        byte[] expected;
        int number = 0;
        do
        {
            BinaryPrimitives.WriteInt32BigEndian(x.AsSpan(length - sizeof(int)), ++number);
            expected = new byte[length];
        }
        while (!_curve.TryDecompress(x, yIsOdd: false, expected) || expected[0] != 0);

        byte[] y = [.. Enumerable.Repeat((byte)0xFF, length)];
        _curve.TryDecompress(x, yIsOdd: false, y).Should().BeTrue();

        y.Should().Equal(expected);
    }

    [Test]
    public void TryDecompress_agrees_with_Euler_about_which_x_are_on_the_curve()
    {
        (BigInteger p, BigInteger a, BigInteger b) = GetEquation();

        Gen.Byte.Array[length].Sample(
            octets =>
            {
                BigInteger x = ToNumber(octets);
                BigInteger rightSide = ((BigInteger.Pow(x, 3) + (a * x) + b) % p + p) % p;
                bool isSquare = BigInteger.ModPow(rightSide, (p - 1) / 2, p).IsOne;

                return _curve.TryDecompress(octets, yIsOdd: false, new byte[length]) == (x < p && isSquare);
            },
            iter: 30);
    }

    [Test]
    public void TryDecompress_refuses_p() =>
        _curve.TryDecompress(ToOctets(GetEquation().P), yIsOdd: false, new byte[length]).Should().BeFalse();

    private ECPoint CreatePoint()
    {
        using ECDsa ecdsa = ECDsa.Create(_platformCurve);
        return ecdsa.ExportParameters(false).Q;
    }

    // SEC 2 §2.4 to §2.6, written down a second time from the formulas for p and from the platform's own parameters.
    private (BigInteger P, BigInteger A, BigInteger B) GetEquation()
    {
        BigInteger one = BigInteger.One;
        if (kind == KeyAlgorithm.Secp256k1)
        {
            return ((one << 256) - (one << 32) - 977, 0, 7);
        }

        BigInteger p = kind switch
        {
            KeyAlgorithm.P256 => (one << 256) - (one << 224) + (one << 192) + (one << 96) - 1,
            KeyAlgorithm.P384 => (one << 384) - (one << 128) - (one << 96) + (one << 32) - 1,
            _ => (one << 521) - 1,
        };
        using ECDsa ecdsa = ECDsa.Create(_platformCurve);
        return (p, -3, ToNumber(ecdsa.ExportExplicitParameters(false).Curve.B!));
    }

    private byte[] ToOctets(BigInteger number) =>
        Convert.FromHexString(number.ToString($"X{2 * length}", CultureInfo.InvariantCulture)[^(2 * length)..]);

    private static BigInteger ToNumber(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);
}
