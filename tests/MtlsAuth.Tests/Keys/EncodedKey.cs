using System.Security.Cryptography;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Keys;

/// <summary>SubjectPublicKeyInfo structures for tests, right or wrong, and how tests read them.</summary>
internal static class EncodedKey
{
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsassaPss = "1.2.840.113549.1.1.10";
    public const string EcPublicKey = "1.2.840.10045.2.1";

    /// <summary>A number that passes for a modulus: odd, 2,048 bits.</summary>
    public static byte[] Modulus { get; } = [0xC0, .. Enumerable.Range(1, 254).Select(i => (byte)i), 0x01];

    /// <summary>The public key of RFC 8032 §7.1, test 1.</summary>
    public static byte[] Ed25519 { get; } =
        Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    /// <summary>The public key of RFC 8032 §7.4, "Blank".</summary>
    public static byte[] Ed448 { get; } = Convert.FromHexString(
        "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180");

    public static byte[] Exponent => [0x01, 0x00, 0x01];

    public static byte[] Create(byte[] algorithm, byte[] key) => Der.Sequence(algorithm, Der.BitString(key));

    public static byte[] Rsa(byte[] modulus, byte[] exponent, string algorithm = RsaEncryption, byte[]? parameters = null) =>
        Create(
            Der.Algorithm(algorithm, parameters ?? Der.Null),
            Der.Sequence(Der.UnsignedInteger(modulus), Der.UnsignedInteger(exponent)));

    public static byte[] Ec(KeyAlgorithm curve, params byte[] point) => Ec(Der.ObjectIdentifier(GetOid(curve)), point);

    public static byte[] Ec(byte[] parameters, params byte[] point) => Create(Der.Algorithm(EcPublicKey, parameters), point);

    public static byte[] Raw(KeyAlgorithm kind, params byte[] key) => Create(Der.Algorithm(GetOid(kind)), key);

    /// <summary>The SubjectPublicKeyInfo of a published JWK, made without the library.</summary>
    public static byte[] FromJwk(JsonElement jwk)
    {
        byte[] Member(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());

        return jwk.GetProperty("kty").GetString() switch
        {
            "RSA" => Rsa(Member("n"), Member("e")),
            "EC" => Ec(GetKind(jwk.GetProperty("crv").GetString()!), [0x04, .. Member("x"), .. Member("y")]),
            _ => Raw(GetKind(jwk.GetProperty("crv").GetString()!), Member("x")),
        };
    }

    public static ECCurve GetPlatformCurve(KeyAlgorithm kind) => ECCurve.CreateFromValue(GetOid(kind));

    public static KeyAlgorithmParameters GetParameters(KeyAlgorithm curve) =>
        KeyAlgorithmParameters.FindCurve(ObjectIdentifiers.FromText(GetOid(curve)))!;

    public static SubjectPublicKey ReadKey(this byte[] subjectPublicKeyInfo)
    {
        SubjectPublicKeyInfoReader.Read(subjectPublicKeyInfo, out _).Should().Be(SubjectPublicKeyError.None);
        SubjectPublicKey.TryReadSubjectPublicKeyInfo(subjectPublicKeyInfo, out SubjectPublicKey? key).Should().BeTrue();
        return key!;
    }

    public static SubjectPublicKeyError ReadKeyError(this byte[] subjectPublicKeyInfo)
    {
        SubjectPublicKeyError error = SubjectPublicKeyInfoReader.Read(subjectPublicKeyInfo, out SubjectPublicKey? key);
        SubjectPublicKey.TryReadSubjectPublicKeyInfo(subjectPublicKeyInfo, out _).Should().Be(error == SubjectPublicKeyError.None);
        (key is null).Should().Be(error != SubjectPublicKeyError.None);
        return error;
    }

    private static string GetOid(KeyAlgorithm kind) => kind switch
    {
        KeyAlgorithm.P256 => "1.2.840.10045.3.1.7",
        KeyAlgorithm.P384 => "1.3.132.0.34",
        KeyAlgorithm.P521 => "1.3.132.0.35",
        KeyAlgorithm.Secp256k1 => "1.3.132.0.10",
        KeyAlgorithm.Ed25519 => "1.3.101.112",
        KeyAlgorithm.Ed448 => "1.3.101.113",
        KeyAlgorithm.MLDsa44 => "2.16.840.1.101.3.4.3.17",
        KeyAlgorithm.MLDsa65 => "2.16.840.1.101.3.4.3.18",
        KeyAlgorithm.MLDsa87 => "2.16.840.1.101.3.4.3.19",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static KeyAlgorithm GetKind(string curve) => curve switch
    {
        "P-256" => KeyAlgorithm.P256,
        "P-384" => KeyAlgorithm.P384,
        "P-521" => KeyAlgorithm.P521,
        "Ed25519" => KeyAlgorithm.Ed25519,
        _ => throw new ArgumentOutOfRangeException(nameof(curve)),
    };
}
