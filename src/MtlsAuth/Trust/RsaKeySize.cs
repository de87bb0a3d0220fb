using System.Formats.Asn1;
using MtlsAuth.Asn1;

namespace MtlsAuth.Trust;

/// <summary>The exact size of an RSA key.</summary>
internal static class RsaKeySize
{
    /// <summary>The bits of the modulus in a SubjectPublicKeyInfo in DER; zero if it is no RSA key.</summary>
    public static int Of(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        DerReader outer = new(subjectPublicKeyInfo);
        if (!outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents))
        {
            return 0;
        }

        DerReader fields = new(contents);
        if (!fields.TryReadAlgorithmIdentifier(out ReadOnlySpan<byte> algorithm, out _, out _)
            || !(algorithm.SequenceEqual(ObjectIdentifiers.RsaEncryption) || algorithm.SequenceEqual(ObjectIdentifiers.RsassaPss))
            || !fields.TryReadOctetsInBitString(out ReadOnlySpan<byte> key))
        {
            return 0;
        }

        // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 §A.1.1)
        DerReader sequence = new(key);
        if (!sequence.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> numbers))
        {
            return 0;
        }

        DerReader reader = new(numbers);
        return reader.TryReadUnsignedInteger(out ReadOnlySpan<byte> modulus) ? OfNumber(modulus) : 0;
    }

    /// <summary>The bits of a number, big-endian without leading zero octets.</summary>
    public static int OfNumber(ReadOnlySpan<byte> number) =>
        number.IsEmpty ? 0 : (number.Length * 8) - byte.LeadingZeroCount(number[0]);
}
