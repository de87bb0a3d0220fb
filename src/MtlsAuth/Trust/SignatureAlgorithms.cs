using System.Formats.Asn1;
using System.Security.Cryptography;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;

namespace MtlsAuth.Trust;

/// <summary>The signature algorithms of certificates that are not broken, and the hash of each.</summary>
/// <remarks>MD5 and SHA-1 are missing on purpose.</remarks>
internal static class SignatureAlgorithms
{
    private const int MinimumRsaKeySize = 2048;

    // As strong as RSA of 2,048 bits (NIST SP 800-57 part 1, table 2).
    private const int MinimumCurveSize = 224;

    // 1.2.840.113549.1.1: sha256-, sha384-, sha512WithRSAEncryption are 11, 12, 13 (RFC 4055 §5).
    private static ReadOnlySpan<byte> Pkcs1 => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];

    // 1.2.840.10045.4.3: ecdsa-with-SHA256, -SHA384, -SHA512 are 2, 3, 4 (RFC 5758 §3.2).
    private static ReadOnlySpan<byte> EcdsaWithSha2 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];

    // 2.16.840.1.101.3.4.2: id-sha256, -sha384, -sha512 are 1, 2, 3 (RFC 4055 §2.1).
    private static ReadOnlySpan<byte> Sha2 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

    /// <summary>
    /// Whether a certificate is signed in a way that nobody can forge: with a good hash, if by RSA with a key of at least 2,048 bits, and
    /// if by ECDSA on a curve of at least 224 bits.
    /// </summary>
    /// <param name="certificate">A certificate in DER, whose signature the platform has verified.</param>
    /// <param name="issuerKey">
    /// The SubjectPublicKeyInfo of its issuer. The signature tells the size of an RSA key only up to whole octets.
    /// </param>
    public static bool IsStrong(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> issuerKey)
    {
        DerReader outer = new(certificate);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader fields)
            || !fields.TryRead(Asn1Tag.Sequence, out _)
            || !fields.TryReadAlgorithmIdentifier(out Slice algorithmOctets, out Slice parameters, out _)
            || !fields.TryReadOctetsInBitString(out _)
            || !fields.TryEnd())
        {
            return false;
        }

        ReadOnlySpan<byte> algorithm = fields[algorithmOctets];
        return (TryFindEcdsaHash(algorithm, out _) && AuthorityKeySize.OfCurve(issuerKey) >= MinimumCurveSize)
            || ((TryFindRsaHash(algorithm, out _) || TryFindPssHash(algorithm, fields[parameters], out _))
                && AuthorityKeySize.OfRsa(issuerKey) >= MinimumRsaKeySize)

            // RFC 8410 §3, RFC 9881 §2: the algorithm says how to hash, and there are no parameters. A platform that cannot verify one
            // of them trusts no chain with it.
            || KeyAlgorithmParameters.FindRawKey(algorithm) is not null;
    }

    public static bool TryFindRsaHash(ReadOnlySpan<byte> algorithm, out HashAlgorithmName hash) => TryFind(algorithm, Pkcs1, 11, out hash);

    public static bool TryFindEcdsaHash(ReadOnlySpan<byte> algorithm, out HashAlgorithmName hash) =>
        TryFind(algorithm, EcdsaWithSha2, 2, out hash);

    // RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1], saltLength [2], ... } (RFC 4055 §3.1).
    // The platform verifies with the mask of the same hash and any salt length that fits, so the hash is all it has to be told.
    public static bool TryFindPssHash(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> parameters, out HashAlgorithmName hash)
    {
        hash = default;
        if (!algorithm.SequenceEqual(ObjectIdentifiers.RsassaPss))
        {
            return false;
        }

        DerReader outer = new(parameters);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader fields)
            || !fields.TryEnter(Tags.Constructed(0), out DerReader hashAlgorithm)
            || !hashAlgorithm.TryReadAlgorithmIdentifier(out Slice identifier, out _, out _)
            || !hashAlgorithm.TryEnd())
        {
            return false;
        }

        fields.IgnoreRest();
        return TryFind(hashAlgorithm[identifier], Sha2, 1, out hash);
    }

    private static bool TryFind(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> arc, int sha256, out HashAlgorithmName hash)
    {
        hash = default;
        if (identifier.Length != arc.Length + 1 || !identifier.StartsWith(arc))
        {
            return false;
        }

        hash = (identifier[^1] - sha256) switch
        {
            0 => HashAlgorithmName.SHA256,
            1 => HashAlgorithmName.SHA384,
            2 => HashAlgorithmName.SHA512,
            _ => default,
        };
        return hash.Name is not null;
    }
}
