using System.Numerics;
using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Keys;

public sealed class SubjectPublicKeyInfoReaderTests
{
    [TestCaseSource(nameof(Curves))]
    public void Read_reads_the_platforms_elliptic_curve_keys(KeyAlgorithm kind)
    {
        using ECDsa ecdsa = ECDsa.Create(EncodedKey.GetPlatformCurve(kind));
        ECPoint point = ecdsa.ExportParameters(false).Q;

        SubjectPublicKey key = ecdsa.ExportSubjectPublicKeyInfo().ReadKey();

        key.Algorithm.Should().Be(kind);
        key["x"].ToArray().Should().Equal(point.X);
        key["y"].ToArray().Should().Equal(point.Y);
    }

    [TestCaseSource(nameof(Curves))]
    public void Read_decompresses_points_of_both_parities(KeyAlgorithm kind)
    {
        bool[] seen = new bool[2];
        while (!seen[0] || !seen[1])
        {
            using ECDsa ecdsa = ECDsa.Create(EncodedKey.GetPlatformCurve(kind));
            ECPoint point = ecdsa.ExportParameters(false).Q;
            int parity = point.Y![^1] & 1;
            seen[parity] = true;

            SubjectPublicKey key = EncodedKey.Ec(kind, [(byte)(0x02 + parity), .. point.X!]).ReadKey();
            SubjectPublicKey opposite = EncodedKey.Ec(kind, [(byte)(0x03 - parity), .. point.X!]).ReadKey();

            key.Should().Be(ecdsa.ExportSubjectPublicKeyInfo().ReadKey());
            key.Thumbprint.Should().Be(ecdsa.ExportSubjectPublicKeyInfo().ReadKey().Thumbprint);
            opposite.Should().NotBe(key);
        }
    }

    [TestCaseSource(nameof(Curves))]
    public void Read_refuses_hybrid_points(KeyAlgorithm kind)
    {
        ECPoint point = CreatePoint(kind);

        EncodedKey.Ec(kind, [(byte)(0x06 + (point.Y![^1] & 1)), .. point.X!, .. point.Y]).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.UnsupportedPointForm);
    }

    [TestCase("", TestName = "{m}(empty)")]
    [TestCase("00", TestName = "{m}(infinity)")]
    [TestCase("01", TestName = "{m}(01)")]
    [TestCase("05", TestName = "{m}(05)")]
    [TestCase("08", TestName = "{m}(08)")]
    [TestCase("FF", TestName = "{m}(FF)")]
    public void Read_refuses_points_of_no_known_form(string form)
    {
        EncodedKey.Ec(KeyAlgorithm.P256, Convert.FromHexString(form)).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.UnsupportedPointForm);
    }

    [TestCaseSource(nameof(Curves))]
    public void Read_refuses_points_of_the_wrong_length(KeyAlgorithm kind)
    {
        ECPoint point = CreatePoint(kind);
        byte[] x = point.X!;
        byte[] y = point.Y!;

        foreach (byte[] wrong in new byte[][]
        {
            [0x04], [0x04, .. x], [0x04, .. x, .. y[1..]], [0x04, .. x, .. y, 0x00], [0x04, 0x00, .. x, .. y],
            [0x02], [0x02, .. x[1..]], [0x02, .. x, 0x00], [0x03, 0x00, .. x], [0x02, .. x, .. y],
        })
        {
            EncodedKey.Ec(kind, wrong).ReadKeyError().Should().Be(SubjectPublicKeyError.WrongLength);
        }
    }

    [TestCaseSource(nameof(Curves))]
    public void Read_refuses_points_that_are_not_on_the_curve(KeyAlgorithm kind)
    {
        ECPoint point = CreatePoint(kind);
        byte[] tooLarge = [.. Enumerable.Repeat((byte)0xFF, point.X!.Length)];

        EncodedKey.Ec(kind, [0x04, .. point.Y!, .. point.X!]).ReadKeyError().Should().Be(SubjectPublicKeyError.PointNotOnCurve);
        EncodedKey.Ec(kind, [0x04, .. tooLarge, .. point.Y!]).ReadKeyError().Should().Be(SubjectPublicKeyError.PointNotOnCurve);
        EncodedKey.Ec(kind, [0x04, .. point.X!, .. tooLarge]).ReadKeyError().Should().Be(SubjectPublicKeyError.PointNotOnCurve);
        EncodedKey.Ec(kind, [0x02, .. tooLarge]).ReadKeyError().Should().Be(SubjectPublicKeyError.PointNotOnCurve);
    }

    [Test]
    public void Read_refuses_a_point_of_another_curve_of_the_same_length()
    {
        ECPoint point = CreatePoint(KeyAlgorithm.Secp256k1);

        EncodedKey.Ec(KeyAlgorithm.P256, [0x04, .. point.X!, .. point.Y!]).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.PointNotOnCurve);
    }

    [Test]
    public void Read_refuses_a_compressed_x_without_a_point()
    {
        // x = 0 is on P-256, since b is a square there, and x = 1, 2, ... are tried until one is not.
        IEnumerable<SubjectPublicKeyError> errors = Enumerable.Range(0, 32).Select(
            x => EncodedKey.Ec(KeyAlgorithm.P256, [0x02, .. new byte[31], (byte)x]).ReadKeyError());

        errors.Should().Contain(SubjectPublicKeyError.PointNotOnCurve).And.Contain(SubjectPublicKeyError.None);
    }

    [TestCase("", TestName = "{m}(absent)")]
    [TestCase("0500", TestName = "{m}(implicitlyCA)")]
    [TestCase("3003020101", TestName = "{m}(specified)")]
    [TestCase("0603550483", TestName = "{m}(malformed identifier)")]
    public void Read_refuses_a_curve_that_is_not_named(string parameters) =>
        EncodedKey.Ec(Convert.FromHexString(parameters), [0x04]).ReadKeyError().Should().Be(SubjectPublicKeyError.CurveNotNamed);

    [TestCase("1.2.840.10045.3.1.1", TestName = "{m}(P-192)")]
    [TestCase("1.3.132.0.33", TestName = "{m}(P-224)")]
    [TestCase("1.3.36.3.3.2.8.1.1.7", TestName = "{m}(brainpoolP256r1)")]
    public void Read_refuses_other_curves(string oid) =>
        EncodedKey.Ec(Der.ObjectIdentifier(oid), [0x04]).ReadKeyError().Should().Be(SubjectPublicKeyError.UnsupportedCurve);

    [Test]
    public void Read_reads_the_platforms_RSA_keys()
    {
        using RSA rsa = TestKeys.Rsa2048();
        RSAParameters parameters = rsa.ExportParameters(false);

        SubjectPublicKey key = rsa.ExportSubjectPublicKeyInfo().ReadKey();

        key.Algorithm.Should().Be(KeyAlgorithm.Rsa);
        key["n"].ToArray().Should().Equal(parameters.Modulus);
        key["e"].ToArray().Should().Equal(parameters.Exponent);
    }

    [TestCase(EncodedKey.RsaEncryption, "0500", TestName = "{m}(rsaEncryption with NULL)")]
    [TestCase(EncodedKey.RsaEncryption, "", TestName = "{m}(rsaEncryption without parameters)")]
    [TestCase(EncodedKey.RsassaPss, "", TestName = "{m}(id-RSASSA-PSS without parameters)")]
    [TestCase(EncodedKey.RsassaPss, "3000", TestName = "{m}(id-RSASSA-PSS with parameters)")]
    public void Read_reads_one_RSA_key_in_all_its_encodings(string algorithm, string parameters)
    {
        byte[] encoded = EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent, algorithm, Convert.FromHexString(parameters));

        encoded.ReadKey().Should().Be(EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent).ReadKey());
    }

    [TestCase(EncodedKey.RsaEncryption, "3000")]
    [TestCase(EncodedKey.RsaEncryption, "020101")]
    [TestCase(EncodedKey.RsassaPss, "0500")]
    [TestCase(EncodedKey.RsassaPss, "020101")]
    public void Read_refuses_other_parameters_of_RSA(string algorithm, string parameters)
    {
        EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent, algorithm, Convert.FromHexString(parameters)).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidParameters);
    }

    [TestCase(63, SubjectPublicKeyError.InvalidModulus)]
    [TestCase(64, SubjectPublicKeyError.None)]
    [TestCase(2048, SubjectPublicKeyError.None)]
    [TestCase(2049, SubjectPublicKeyError.InvalidModulus)]
    public void Read_bounds_the_modulus(int octets, object expected)
    {
        byte[] modulus = new byte[octets];
        modulus[0] = 0x80;
        modulus[^1] = 0x01;

        EncodedKey.Rsa(modulus, EncodedKey.Exponent).ReadKeyError().Should().Be((SubjectPublicKeyError)expected);
    }

    [Test]
    public void Read_refuses_an_even_modulus() =>
        EncodedKey.Rsa([.. EncodedKey.Modulus[..^1], 0x02], EncodedKey.Exponent).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidModulus);

    [TestCase("020100", TestName = "{m}(zero)")]
    [TestCase("020181", TestName = "{m}(negative)")]
    [TestCase("0400", TestName = "{m}(no INTEGER)")]
    public void Read_refuses_a_modulus_that_is_none(string encoded) =>
        CreateRsa(Convert.FromHexString(encoded), Der.UnsignedInteger(EncodedKey.Exponent)).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidModulus);

    [Test]
    public void Read_refuses_a_modulus_with_more_zero_octets_than_its_sign_needs() =>
        CreateRsa(Der.Integer([0x00, 0x00, .. EncodedKey.Modulus]), Der.UnsignedInteger(EncodedKey.Exponent)).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidModulus);

    [TestCase("020100", TestName = "{m}(0)")]
    [TestCase("020101", TestName = "{m}(1)")]
    [TestCase("020102", TestName = "{m}(even)")]
    [TestCase("0201FD", TestName = "{m}(negative)")]
    [TestCase("0204000100 01", TestName = "{m}(leading zero octet)")]
    [TestCase("0500", TestName = "{m}(no INTEGER)")]
    [TestCase("", TestName = "{m}(absent)")]
    public void Read_refuses_an_exponent_that_is_none(string encoded) =>
        CreateRsa(
            Der.UnsignedInteger(EncodedKey.Modulus),
            Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal))).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidExponent);

    [TestCase("03")]
    [TestCase("11")]
    public void Read_reads_a_small_exponent(string exponent) =>
        EncodedKey.Rsa(EncodedKey.Modulus, Convert.FromHexString(exponent)).ReadKeyError().Should().Be(SubjectPublicKeyError.None);

    // RFC 8017 §3.1: 3 <= e <= n - 1. Only odd numbers are exponents, so that n - 2 is the greatest.
    [TestCase(-4, SubjectPublicKeyError.None)]
    [TestCase(-2, SubjectPublicKeyError.None)]
    [TestCase(-1, SubjectPublicKeyError.InvalidExponent)]
    [TestCase(0, SubjectPublicKeyError.InvalidExponent)]
    [TestCase(2, SubjectPublicKeyError.InvalidExponent)]
    public void Read_compares_the_exponent_with_the_modulus(int difference, object expected)
    {
        BigInteger exponent = new BigInteger(EncodedKey.Modulus, isUnsigned: true, isBigEndian: true) + difference;

        EncodedKey.Rsa(EncodedKey.Modulus, exponent.ToByteArray(isUnsigned: true, isBigEndian: true)).ReadKeyError()
            .Should().Be((SubjectPublicKeyError)expected);
    }

    [TestCase("7F", SubjectPublicKeyError.None, TestName = "{m}(shorter by a bit)")]
    [TestCase("FF", SubjectPublicKeyError.InvalidExponent, TestName = "{m}(as long, but greater)")]
    [TestCase("01C0", SubjectPublicKeyError.InvalidExponent, TestName = "{m}(longer by an octet)")]
    public void Read_compares_long_exponents_with_the_modulus_as_numbers(string first, object expected) =>
        EncodedKey.Rsa(EncodedKey.Modulus, [.. Convert.FromHexString(first), .. EncodedKey.Modulus[1..]]).ReadKeyError()
            .Should().Be((SubjectPublicKeyError)expected);

    [TestCase("", TestName = "{m}(empty)")]
    [TestCase("3100", TestName = "{m}(SET)")]
    [TestCase("300000", TestName = "{m}(octets behind it)")]
    public void Read_refuses_an_RSAPublicKey_that_is_no_SEQUENCE(string key) =>
        EncodedKey.Create(Der.Algorithm(EncodedKey.RsaEncryption, Der.Null), Convert.FromHexString(key)).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.MalformedSubjectPublicKeyInfo);

    [Test]
    public void Read_refuses_a_third_number_in_an_RSAPublicKey() =>
        CreateRsa(Der.UnsignedInteger(EncodedKey.Modulus), Der.Concatenate(Der.UnsignedInteger(EncodedKey.Exponent), Der.Integer(1)))
            .ReadKeyError().Should().Be(SubjectPublicKeyError.MalformedSubjectPublicKeyInfo);

    [TestCase(KeyAlgorithm.Ed25519, 32)]
    [TestCase(KeyAlgorithm.Ed448, 57)]
    [TestCase(KeyAlgorithm.MLDsa44, 1312)]
    [TestCase(KeyAlgorithm.MLDsa65, 1952)]
    [TestCase(KeyAlgorithm.MLDsa87, 2592)]
    public void Read_reads_raw_keys_of_their_one_length(KeyAlgorithm kind, int length)
    {
        byte[] raw = [.. Enumerable.Range(1, length - 1).Select(i => (byte)i), 0x80];

        SubjectPublicKey key = EncodedKey.Raw(kind, raw).ReadKey();

        key.Algorithm.Should().Be(kind);
        key[key.KeyType == "OKP" ? "x" : "pub"].ToArray().Should().Equal(raw);
        EncodedKey.Raw(kind, raw[1..]).ReadKeyError().Should().Be(SubjectPublicKeyError.WrongLength);
        EncodedKey.Raw(kind, [.. raw, 0]).ReadKeyError().Should().Be(SubjectPublicKeyError.WrongLength);
        EncodedKey.Raw(kind).ReadKeyError().Should().Be(SubjectPublicKeyError.WrongLength);
    }

    [TestCase("1.3.101.112", 32)]
    [TestCase("1.3.101.113", 57)]
    [TestCase("2.16.840.1.101.3.4.3.17", 1312)]
    public void Read_refuses_parameters_of_raw_keys(string algorithm, int length) =>
        EncodedKey.Create(Der.Algorithm(algorithm, Der.Null), new byte[length]).ReadKeyError()
            .Should().Be(SubjectPublicKeyError.InvalidParameters);

    [TestCase("1.3.101.110", 32)]
    [TestCase("1.3.101.111", 56)]
    public void Read_says_that_a_key_agreement_key_cannot_sign(string algorithm, int length) =>
        EncodedKey.Create(Der.Algorithm(algorithm), new byte[length]).ReadKeyError().Should().Be(SubjectPublicKeyError.CannotSign);

    [TestCase("1.2.840.10040.4.1", TestName = "{m}(DSA)")]
    [TestCase("1.2.840.113549.1.1.7", TestName = "{m}(RSAES-OAEP)")]
    [TestCase("1.3.132.1.12", TestName = "{m}(ECDH)")]
    [TestCase("2.16.840.1.101.3.4.3.20", TestName = "{m}(SLH-DSA)")]
    public void Read_refuses_other_algorithms(string algorithm) =>
        EncodedKey.Create(Der.Algorithm(algorithm), [1]).ReadKeyError().Should().Be(SubjectPublicKeyError.UnsupportedAlgorithm);

    [TestCaseSource(nameof(Malformed))]
    public void Read_refuses_what_is_no_SubjectPublicKeyInfo(byte[] encoded) =>
        encoded.ReadKeyError().Should().Be(SubjectPublicKeyError.MalformedSubjectPublicKeyInfo);

    [Test]
    public void TryReadSubjectPublicKeyInfo_copies_the_octets()
    {
        byte[] encoded = [.. TestKeys.P256SubjectPublicKeyInfo];
        SubjectPublicKey key = encoded.ReadKey();

        encoded.AsSpan().Clear();

        key.Should().Be(TestKeys.P256SubjectPublicKeyInfo.ReadKey());
        key.Thumbprint.Should().Be(TestKeys.P256SubjectPublicKeyInfo.ReadKey().Thumbprint);
    }

    private static IEnumerable<KeyAlgorithm> Curves() =>
        [KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.P521, KeyAlgorithm.Secp256k1];

    private static IEnumerable<TestCaseData> Malformed()
    {
        byte[] algorithm = Der.Algorithm("1.3.101.112");
        byte[] key = Der.BitString(new byte[32]);
        byte[] valid = Der.Sequence(algorithm, key);
        yield return new TestCaseData(Array.Empty<byte>()).SetArgDisplayNames("empty");
        yield return new TestCaseData(valid[..^1]).SetArgDisplayNames("cut off");
        yield return new TestCaseData(Der.Concatenate(valid, Der.Null)).SetArgDisplayNames("trailing octets");
        yield return new TestCaseData(Der.Set(algorithm, key)).SetArgDisplayNames("SET");
        yield return new TestCaseData(Der.Sequence(key)).SetArgDisplayNames("no algorithm");
        yield return new TestCaseData(Der.Sequence(algorithm)).SetArgDisplayNames("no key");
        yield return new TestCaseData(Der.Sequence(algorithm, Der.OctetString(new byte[32]))).SetArgDisplayNames("OCTET STRING");
        yield return new TestCaseData(Der.Sequence(algorithm, Der.BitString([.. new byte[31], 0x80], 7))).SetArgDisplayNames("unused bits");
        yield return new TestCaseData(Der.Sequence(algorithm, key, Der.Null)).SetArgDisplayNames("further field");
        yield return new TestCaseData((byte[])[0x30, 0x80, .. valid[2..], 0x00, 0x00]).SetArgDisplayNames("indefinite length");
        yield return new TestCaseData((byte[])[0x30, 0x81, .. valid[1..]]).SetArgDisplayNames("length not minimal");
    }

    private static byte[] CreateRsa(byte[] modulus, byte[] exponent) =>
        EncodedKey.Create(Der.Algorithm(EncodedKey.RsaEncryption, Der.Null), Der.Sequence(modulus, exponent));

    private static ECPoint CreatePoint(KeyAlgorithm kind)
    {
        using ECDsa ecdsa = ECDsa.Create(EncodedKey.GetPlatformCurve(kind));
        return ecdsa.ExportParameters(false).Q;
    }
}
