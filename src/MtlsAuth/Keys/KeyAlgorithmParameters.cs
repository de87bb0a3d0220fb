using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Keys;

/// <summary>One row for each algorithm: all that readers and writers of its keys have to know.</summary>
internal sealed class KeyAlgorithmParameters
{
    /// <summary>RSA; the only one whose keys have no fixed size.</summary>
    public static readonly KeyAlgorithmParameters Rsa = new()
    {
        Algorithm = KeyAlgorithm.Rsa,
        KeyType = "RSA",
        Members = ["e", "kty", "n"], // RFC 7638 §3.2
        Identifier = ObjectIdentifiers.RsaEncryption.ToArray(),
    };

    private static readonly KeyAlgorithmParameters[] Curves =
    [
        Ec(KeyAlgorithm.P256, "P-256", 256, EllipticCurve.P256, ObjectIdentifiers.Secp256r1, ECCurve.NamedCurves.nistP256),
        Ec(KeyAlgorithm.P384, "P-384", 384, EllipticCurve.P384, ObjectIdentifiers.Secp384r1, ECCurve.NamedCurves.nistP384),
        Ec(KeyAlgorithm.P521, "P-521", 521, EllipticCurve.P521, ObjectIdentifiers.Secp521r1, ECCurve.NamedCurves.nistP521),
        Ec(KeyAlgorithm.Secp256k1, "secp256k1", 256, EllipticCurve.Secp256k1, ObjectIdentifiers.Secp256k1, platformCurve: null),
    ];

    private static readonly KeyAlgorithmParameters[] RawKeys =
    [
        Okp(KeyAlgorithm.Ed25519, "Ed25519", 32, ObjectIdentifiers.Ed25519, EdwardsCurve.Ed25519), // RFC 8032 §5.1.5
        Okp(KeyAlgorithm.Ed448, "Ed448", 57, ObjectIdentifiers.Ed448, EdwardsCurve.Ed448), // RFC 8032 §5.2.5
        Akp(KeyAlgorithm.MLDsa44, "ML-DSA-44", 1312, ObjectIdentifiers.MLDsa44), // FIPS 204 table 2
        Akp(KeyAlgorithm.MLDsa65, "ML-DSA-65", 1952, ObjectIdentifiers.MLDsa65),
        Akp(KeyAlgorithm.MLDsa87, "ML-DSA-87", 2592, ObjectIdentifiers.MLDsa87),
    ];

    public required KeyAlgorithm Algorithm { get; init; }

    /// <summary>The JWK's <c>kty</c> (RFC 7517 §4.1).</summary>
    public required string KeyType { get; init; }

    /// <summary>The JWK's <c>crv</c> or, for AKP, <c>alg</c>; null for RSA. Case-sensitive.</summary>
    public string? Name { get; init; }

    /// <summary>The JWK members that make the key, in lexicographic order: what RFC 7638 §3 hashes.</summary>
    public required string[] Members { get; init; }

    /// <summary>The object identifier: of the curve for EC, of the algorithm for the others.</summary>
    public required byte[] Identifier { get; init; }

    /// <summary>The size in bits that is commonly named; zero where each key has its own.</summary>
    public int KeySize { get; init; }

    /// <summary>The octets of a coordinate or of the raw key; zero where each key has its own.</summary>
    public int Length { get; init; }

    /// <summary>The curve of an EC key.</summary>
    public EllipticCurve? Curve { get; init; }

    /// <summary>The curve of an OKP key.</summary>
    public EdwardsCurve? EdwardsCurve { get; init; }

    /// <summary>The curve that the platform verifies signatures on, wherever it runs.</summary>
    public ECCurve? PlatformCurve { get; init; }

    /// <summary>The EC curve with this object identifier, or null.</summary>
    public static KeyAlgorithmParameters? FindCurve(ReadOnlySpan<byte> identifier) => Find(Curves, identifier);

    /// <summary>The OKP or AKP algorithm with this object identifier, or null.</summary>
    public static KeyAlgorithmParameters? FindRawKey(ReadOnlySpan<byte> identifier) => Find(RawKeys, identifier);

    /// <summary>The algorithm with this <c>kty</c> and <c>crv</c> or <c>alg</c>, or null.</summary>
    public static KeyAlgorithmParameters? FindByName(string keyType, string? name) =>
        Array.Find(Curves, curve => curve.KeyType == keyType && curve.Name == name)
        ?? Array.Find(RawKeys, rawKey => rawKey.KeyType == keyType && rawKey.Name == name);

    /// <summary>What the JWK member says if it is not a number of the key; null for a number.</summary>
    public string? TextOf(string member) => member switch
    {
        "kty" => KeyType,
        "crv" or "alg" => Name,
        _ => null,
    };

    private static KeyAlgorithmParameters Ec(
        KeyAlgorithm algorithm, string name, int size, EllipticCurve curve, ReadOnlySpan<byte> identifier, ECCurve? platformCurve) => new()
        {
            Algorithm = algorithm,
            KeyType = "EC",
            Name = name,
            Members = ["crv", "kty", "x", "y"], // RFC 7638 §3.2
            Identifier = identifier.ToArray(),
            KeySize = size,
            Length = curve.CoordinateLength,
            Curve = curve,
            PlatformCurve = platformCurve,
        };

    private static KeyAlgorithmParameters Okp(
        KeyAlgorithm algorithm, string name, int length, ReadOnlySpan<byte> identifier, EdwardsCurve curve) => new()
        {
            Algorithm = algorithm,
            KeyType = "OKP",
            Name = name,
            Members = ["crv", "kty", "x"], // RFC 8037 §2
            Identifier = identifier.ToArray(),
            KeySize = 8 * length,
            Length = length,
            EdwardsCurve = curve,
        };

    // The AKP key type's registration.
    private static KeyAlgorithmParameters Akp(KeyAlgorithm algorithm, string name, int length, ReadOnlySpan<byte> identifier) => new()
    {
        Algorithm = algorithm,
        KeyType = "AKP",
        Name = name,
        Members = ["alg", "kty", "pub"],
        Identifier = identifier.ToArray(),
        KeySize = 8 * length,
        Length = length,
    };

    private static KeyAlgorithmParameters? Find(KeyAlgorithmParameters[] rows, ReadOnlySpan<byte> identifier)
    {
        foreach (KeyAlgorithmParameters row in rows)
        {
            if (identifier.SequenceEqual(row.Identifier))
            {
                return row;
            }
        }

        return null;
    }
}
