using System.Security.Cryptography;
using CsCheck;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Keys;

public sealed class SubjectPublicKeyTests
{
    [TestCaseSource(nameof(AllKinds))]
    public void KeyType_KeySize_and_ToString_name_the_kind(byte[] encoded, string keyType, int keySize, string name)
    {
        SubjectPublicKey key = encoded.ReadKey();

        key.KeyType.Should().Be(keyType);
        key.KeySize.Should().Be(keySize);
        key.ToString().Should().Be($"{name} {key.Thumbprint}");
    }

    [TestCase(128, 0x80, 1024)]
    [TestCase(128, 0x7F, 1023)]
    [TestCase(128, 0x01, 1017)]
    [TestCase(256, 0x80, 2048)]
    [TestCase(256, 0x7F, 2047)]
    [TestCase(256, 0x01, 2041)]
    public void KeySize_of_RSA_counts_bits(int octets, byte first, int expected)
    {
        byte[] modulus = new byte[octets];
        modulus[0] = first;
        modulus[^1] = 0x01;

        EncodedKey.Rsa(modulus, EncodedKey.Exponent).ReadKey().KeySize.Should().Be(expected);
    }

    [TestCase(KeyAlgorithm.P256)]
    [TestCase(KeyAlgorithm.P384)]
    [TestCase(KeyAlgorithm.P521)]
    [TestCase(KeyAlgorithm.Secp256k1)]
    public void CreateEc_refuses_coordinates_that_have_not_the_length_of_the_field(KeyAlgorithm kind)
    {
        ECPoint point = GetGenerator(kind);
        SubjectPublicKeyError Create(byte[] x, byte[] y) =>
            SubjectPublicKey.CreateEc(EncodedKey.GetParameters(kind), x, y, out _);

        Create(point.X!, point.Y!).Should().Be(SubjectPublicKeyError.None);
        Create([0, .. point.X!], point.Y!).Should().Be(SubjectPublicKeyError.WrongLength, "the number is the same, the octets are not");
        Create(point.X!, [0, .. point.Y!]).Should().Be(SubjectPublicKeyError.WrongLength);
        Create(point.X![1..], point.Y!).Should().Be(SubjectPublicKeyError.WrongLength);
        Create(point.X!, point.Y![1..]).Should().Be(SubjectPublicKeyError.WrongLength);
        Create([], []).Should().Be(SubjectPublicKeyError.WrongLength);
    }

    [TestCaseSource(nameof(AllKinds))]
    public void ToJsonWebKey_holds_the_public_members_that_the_thumbprint_is_made_of(
        byte[] encoded, string keyType, int keySize, string name)
    {
        _ = (keySize, name);
        SubjectPublicKey key = encoded.ReadKey();

        JsonWebKey jwk = key.ToJsonWebKey();

        string json = keyType switch
        {
            "RSA" => $$"""{"e":"{{jwk.E}}","kty":"RSA","n":"{{jwk.N}}"}""",
            "EC" => $$"""{"crv":"{{jwk.Crv}}","kty":"EC","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""",
            "OKP" => $$"""{"crv":"{{jwk.Crv}}","kty":"OKP","x":"{{jwk.X}}"}""",
            _ => $$"""{"alg":"{{jwk.Alg}}","kty":"AKP","pub":"{{jwk.Pub}}"}""",
        };
        key.Thumbprint.ToArray().Should().Equal(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(json)));
        jwk.Kty.Should().Be(keyType);
        jwk.HasPrivateKey.Should().BeFalse();
    }

    [TestCaseSource(nameof(AllKinds))]
    public void Equals_tells_the_kinds_apart(byte[] encoded, string keyType, int keySize, string name)
    {
        _ = (keyType, keySize);
        SubjectPublicKey key = encoded.ReadKey();

        foreach (TestCaseData other in AllKinds())
        {
            SubjectPublicKey otherKey = ((byte[])other.Arguments[0]!).ReadKey();
            bool same = (string)other.Arguments[3]! == name;

            key.Equals(otherKey).Should().Be(same);
            key.Equals((object)otherKey).Should().Be(same);
            key.Thumbprint.Equals(otherKey.Thumbprint).Should().Be(same);
        }
    }

    [Test]
    public void Equals_compares_both_numbers()
    {
        SubjectPublicKey key = EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent).ReadKey();

        key.Equals(key).Should().BeTrue();
        key.Equals("text").Should().BeFalse();
        key.Equals(EncodedKey.Rsa(EncodedKey.Modulus, [0x03]).ReadKey()).Should().BeFalse();
        key.Equals(EncodedKey.Rsa([0xC1, .. EncodedKey.Modulus[1..]], EncodedKey.Exponent).ReadKey()).Should().BeFalse();
        key.Equals(null).Should().BeFalse();
    }

    [Test]
    public void Equals_tells_raw_keys_of_two_kinds_with_the_same_octets_apart()
    {
        SubjectPublicKey p256 = TestKeys.P256SubjectPublicKeyInfo.ReadKey();
        SubjectPublicKey ed25519 = EncodedKey.Raw(KeyAlgorithm.Ed25519, p256["x"].ToArray()).ReadKey();

        ed25519.Equals(p256).Should().BeFalse();
    }

    [TestCase("a-self-signed", "a-compressed-point", true)]
    [TestCase("a-self-signed", "a-renewed", true)]
    [TestCase("a-self-signed", "b-self-signed-same-names", false)]
    [TestCase("rsa-self-signed", "rsa-no-null", true)]
    [TestCase("rsa-self-signed", "rsa-pss-spki", true)]
    [TestCase("rsa-self-signed", "rsa-1024", false)]
    public void Equals_and_GetHashCode_look_through_the_encoding(string left, string right, bool expected)
    {
        SubjectPublicKey leftKey = TestVectors.ReadCertificate($"derived/{left}.pem").PublicKey;
        SubjectPublicKey rightKey = TestVectors.ReadCertificate($"derived/{right}.pem").PublicKey;

        leftKey.Equals(rightKey).Should().Be(expected);
        (leftKey.GetHashCode() == rightKey.GetHashCode()).Should().Be(expected);
        (leftKey.Thumbprint == rightKey.Thumbprint).Should().Be(expected);
    }

    [Test]
    public void Thumbprint_is_the_same_from_many_threads()
    {
        for (int round = 0; round < 20; round++)
        {
            SubjectPublicKey key = TestKeys.P256SubjectPublicKeyInfo.ReadKey();
            JwkThumbprint[] thumbprints = new JwkThumbprint[16];
            Parallel.For(0, thumbprints.Length, i => thumbprints[i] = key.Thumbprint);

            thumbprints.Should().AllBeEquivalentTo(key.Thumbprint);
        }
    }

    [Test]
    public void A_mutated_SubjectPublicKeyInfo_is_refused_or_another_encoding_of_what_it_says()
    {
        byte[][] originals = [.. AllKinds().Select(data => (byte[])data.Arguments[0]!).Where(encoded => encoded.Length < 600)];

        Gen.Select(Gen.Int[0, originals.Length - 1].Select(i => originals[i]), Mutation.Any).Sample((original, mutation) =>
        {
            byte[] mutated = mutation.Apply(original);
            SubjectPublicKeyError error = SubjectPublicKeyInfoReader.Read(mutated, out SubjectPublicKey? key);
            bool read = SubjectPublicKey.TryReadSubjectPublicKeyInfo(mutated, out _);

            // The numbers are the octets that stand there, and none of these changes makes another encoding of the same key.
            return read
                ? error == SubjectPublicKeyError.None
                    && mutated.AsSpan().IndexOf(key![key.KeyType == "RSA" ? "n" : "x"]) >= 0
                    && (key.KeyType != "RSA" || mutated.AsSpan().IndexOf(key["e"]) >= 0)
                    && (mutated.AsSpan().SequenceEqual(original) || !key.Equals(original.ReadKey()))
                : error != SubjectPublicKeyError.None && key is null;
        });
    }

    private static IEnumerable<TestCaseData> AllKinds()
    {
        static TestCaseData Case(byte[] encoded, string keyType, int keySize, string name) =>
            new TestCaseData(encoded, keyType, keySize, name).SetArgDisplayNames(name);

        yield return Case(EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent), "RSA", 2048, "RSA-2048");
        yield return Case(Curve(KeyAlgorithm.P256), "EC", 256, "P-256");
        yield return Case(Curve(KeyAlgorithm.P384), "EC", 384, "P-384");
        yield return Case(Curve(KeyAlgorithm.P521), "EC", 521, "P-521");
        yield return Case(Curve(KeyAlgorithm.Secp256k1), "EC", 256, "secp256k1");
        yield return Case(EncodedKey.Raw(KeyAlgorithm.Ed25519, EncodedKey.Ed25519), "OKP", 256, "Ed25519");
        yield return Case(EncodedKey.Raw(KeyAlgorithm.Ed448, EncodedKey.Ed448), "OKP", 456, "Ed448");
        yield return Case(EncodedKey.Raw(KeyAlgorithm.MLDsa44, new byte[1312]), "AKP", 1312 * 8, "ML-DSA-44");
        yield return Case(EncodedKey.Raw(KeyAlgorithm.MLDsa65, new byte[1952]), "AKP", 1952 * 8, "ML-DSA-65");
        yield return Case(EncodedKey.Raw(KeyAlgorithm.MLDsa87, new byte[2592]), "AKP", 2592 * 8, "ML-DSA-87");
    }

    // The generator's points (FIPS 186-4 appendix D.1.2, SEC 2 §2.4.1) are as good as any, and the same in every run.
    private static byte[] Curve(KeyAlgorithm kind)
    {
        ECPoint generator = GetGenerator(kind);
        return EncodedKey.Ec(kind, [0x04, .. generator.X!, .. generator.Y!]);
    }

    private static ECPoint GetGenerator(KeyAlgorithm kind)
    {
        using ECDsa ecdsa = ECDsa.Create(EncodedKey.GetPlatformCurve(kind));
        return ecdsa.ExportExplicitParameters(false).Curve.G;
    }
}
