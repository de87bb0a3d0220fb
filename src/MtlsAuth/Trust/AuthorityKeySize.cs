using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Trust;

/// <summary>The size of a key in a SubjectPublicKeyInfo, whether or not it is of a kind that clients may have.</summary>
internal static class AuthorityKeySize
{
    /// <summary>The bits of an RSA key's modulus; zero if it is no RSA key.</summary>
    public static int OfRsa(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (!TryRead(subjectPublicKeyInfo, out ReadOnlySpan<byte> algorithm, out ReadOnlySpan<byte> key)
            || !(algorithm.SequenceEqual(ObjectIdentifiers.RsaEncryption) || algorithm.SequenceEqual(ObjectIdentifiers.RsassaPss)))
        {
            return 0;
        }

        // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 §A.1.1)
        DerReader outer = new(key);
        return outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader numbers)
            && numbers.TryReadUnsignedInteger(out Slice modulus)
            && numbers.TryReadUnsignedInteger(out _)
            && numbers.TryEnd()
                ? OfNumber(numbers[modulus])
                : 0;
    }

    /// <summary>The bits of a coordinate on an elliptic curve, up to whole octets; zero if it is no such key.</summary>
    public static int OfCurve(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (!TryRead(subjectPublicKeyInfo, out ReadOnlySpan<byte> algorithm, out ReadOnlySpan<byte> point)
            || !algorithm.SequenceEqual(ObjectIdentifiers.EcPublicKey))
        {
            return 0;
        }

        // One octet, then x and y, or only x where the point is compressed (SEC 1 §2.3.3).
        return point switch
        {
            [2 or 3, .. { } x] => x.Length * 8,
            [_, .. { } both] => both.Length / 2 * 8,
            _ => 0,
        };
    }

    /// <summary>The bits of a number, big-endian without leading zero octets.</summary>
    public static int OfNumber(ReadOnlySpan<byte> number) =>
        number.IsEmpty ? 0 : (number.Length * 8) - byte.LeadingZeroCount(number[0]);

    // SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING } (RFC 5280 §4.1)
    private static bool TryRead(
        ReadOnlySpan<byte> subjectPublicKeyInfo, out ReadOnlySpan<byte> algorithm, out ReadOnlySpan<byte> key)
    {
        algorithm = key = default;
        DerReader outer = new(subjectPublicKeyInfo);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader fields)
            || !fields.TryReadAlgorithmIdentifier(out Slice identifier, out _, out _)
            || !fields.TryReadOctetsInBitString(out Slice octets)
            || !fields.TryEnd())
        {
            return false;
        }

        algorithm = fields[identifier];
        key = fields[octets];
        return true;
    }
}
