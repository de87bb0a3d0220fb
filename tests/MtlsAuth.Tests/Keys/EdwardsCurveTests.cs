using System.Numerics;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Keys;

public sealed class EdwardsCurveTests
{
    private const byte SignOfX = 0x80;

    private static readonly BigInteger P25519 = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger P448 = BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;

    [TestCaseSource(nameof(LowOrders))]
    public void Read_refuses_points_that_anybody_can_sign_for(KeyAlgorithm kind, byte[] encoded)
    {
        EncodedKey.Raw(kind, encoded).ReadKeyError().Should().Be(SubjectPublicKeyError.LowOrderPoint);
        new CertificateParts { SubjectPublicKeyInfo = EncodedKey.Raw(kind, encoded) }.ReadCertificateError()
            .Should().Be(CertificateFormatError.LowOrderPoint);
    }

    [TestCaseSource(nameof(NonCanonical))]
    public void Read_refuses_encodings_that_are_not_canonical(KeyAlgorithm kind, byte[] encoded)
    {
        EncodedKey.Raw(kind, encoded).ReadKeyError().Should().Be(SubjectPublicKeyError.NonCanonicalPoint);
        new CertificateParts { SubjectPublicKeyInfo = EncodedKey.Raw(kind, encoded) }.ReadCertificateError()
            .Should().Be(CertificateFormatError.NonCanonicalPoint);
    }

    // RFC 8032 §7.1 and §7.4, and the numbers next to those that are refused.
    [TestCase(KeyAlgorithm.Ed25519, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [TestCase(KeyAlgorithm.Ed25519, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")]
    [TestCase(KeyAlgorithm.Ed25519, "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")]
    [TestCase(KeyAlgorithm.Ed25519, "0200000000000000000000000000000000000000000000000000000000000000")]
    [TestCase(KeyAlgorithm.Ed25519, "ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [TestCase(KeyAlgorithm.Ed25519, "ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase(
        KeyAlgorithm.Ed448,
        "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180")]
    [TestCase(
        KeyAlgorithm.Ed448,
        "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480")]
    public void Read_reads_other_points(KeyAlgorithm kind, string encoded) =>
        EncodedKey.Raw(kind, Convert.FromHexString(encoded)).ReadKey()["x"].ToArray().Should().Equal(Convert.FromHexString(encoded));

    [Test]
    public void Read_reads_numbers_next_to_those_that_are_refused()
    {
        foreach (BigInteger y in new[] { 2, P448 - 2, P448 - 3 })
        {
            EncodedKey.Raw(KeyAlgorithm.Ed448, Encode(y, 57)).ReadKeyError().Should().Be(SubjectPublicKeyError.None);
            EncodedKey.Raw(KeyAlgorithm.Ed448, Encode(y, 57, SignOfX)).ReadKeyError().Should().Be(SubjectPublicKeyError.None);
        }
    }

    private static IEnumerable<TestCaseData> LowOrders()
    {
        foreach (BigInteger y in (BigInteger[])[0, 1, P25519 - 1, .. OrderEight()])
        {
            yield return Case(KeyAlgorithm.Ed25519, Encode(y, 32));
            yield return Case(KeyAlgorithm.Ed25519, Encode(y, 32, SignOfX));
        }

        foreach (BigInteger y in (BigInteger[])[0, 1, P448 - 1])
        {
            yield return Case(KeyAlgorithm.Ed448, Encode(y, 57));
            yield return Case(KeyAlgorithm.Ed448, Encode(y, 57, SignOfX));
        }
    }

    private static IEnumerable<TestCaseData> NonCanonical()
    {
        for (BigInteger y = P25519; y < BigInteger.Pow(2, 255); y++)
        {
            yield return Case(KeyAlgorithm.Ed25519, Encode(y, 32));
            yield return Case(KeyAlgorithm.Ed25519, Encode(y, 32, SignOfX));
        }

        foreach (BigInteger y in (BigInteger[])[P448, P448 + 1, (2 * P448) - 1, BigInteger.Pow(2, 448) - 1, BigInteger.Pow(2, 448)])
        {
            yield return Case(KeyAlgorithm.Ed448, Encode(y, 57));
            yield return Case(KeyAlgorithm.Ed448, Encode(y, 57, SignOfX));
        }

        yield return Case(KeyAlgorithm.Ed448, [2, .. new byte[55], 0x40]);
        yield return Case(KeyAlgorithm.Ed448, [2, .. new byte[55], 0xC0]);
    }

    // Twice a point of order 8 has order 4, whose y is 0: y² + x² = 0 in the formula for doubling (RFC 8032 §5.1.4). With x² = -y² the
    // curve's equation -x² + y² = 1 + d·x²·y² becomes d·y⁴ + 2·y² - 1 = 0, so that y² = (-1 ± √(1 + d)) / d.
    private static BigInteger[] OrderEight()
    {
        BigInteger d = Modulo(-121665 * Invert(121666));
        BigInteger root = SquareRoot(Modulo(1 + d))!.Value;
        BigInteger[] squares = [Modulo((root - 1) * Invert(d)), Modulo((-root - 1) * Invert(d))];
        BigInteger y = squares.Select(SquareRoot).Single(candidate => candidate is not null)!.Value;
        return [y, P25519 - y];
    }

    // p = 5 mod 8: a root is v^((p+3)/8), perhaps times √-1 (RFC 8032 §5.1.3).
    private static BigInteger? SquareRoot(BigInteger value)
    {
        BigInteger root = BigInteger.ModPow(value, (P25519 + 3) / 8, P25519);
        BigInteger other = Modulo(root * BigInteger.ModPow(2, (P25519 - 1) / 4, P25519));
        return Modulo(root * root) == value ? root : Modulo(other * other) == value ? other : null;
    }

    private static BigInteger Invert(BigInteger value) => BigInteger.ModPow(value, P25519 - 2, P25519);

    private static BigInteger Modulo(BigInteger value) => ((value % P25519) + P25519) % P25519;

    private static byte[] Encode(BigInteger y, int length, byte sign = 0)
    {
        byte[] encoded = new byte[length];
        y.ToByteArray(isUnsigned: true).CopyTo(encoded, 0);
        encoded[^1] |= sign;
        return encoded;
    }

    private static TestCaseData Case(KeyAlgorithm kind, byte[] encoded) =>
        new TestCaseData(kind, encoded).SetArgDisplayNames($"{kind}", Convert.ToHexString(encoded));
}
