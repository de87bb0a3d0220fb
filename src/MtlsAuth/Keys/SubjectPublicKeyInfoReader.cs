using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Keys;

/// <summary>Reads a SubjectPublicKeyInfo (RFC 5280 §4.1): algorithm, parameters, and the key in a BIT STRING.</summary>
internal static class SubjectPublicKeyInfoReader
{
    private static ReadOnlySpan<byte> EncodedNull => [0x05, 0x00];

    /// <summary>Reads the key; it keeps slices of the memory, which must not change afterwards.</summary>
    public static SubjectPublicKeyError Read(ReadOnlyMemory<byte> subjectPublicKeyInfo, out SubjectPublicKey? key)
    {
        key = null;
        DerReader outer = new(subjectPublicKeyInfo.Span);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader inner)
            || !inner.TryReadAlgorithmIdentifier(out Slice algorithmOctets, out Slice parametersOctets, out _)
            || !inner.TryReadOctetsInBitString(out Slice octets)
            || !inner.TryEnd())
        {
            return SubjectPublicKeyError.MalformedSubjectPublicKeyInfo;
        }

        ReadOnlySpan<byte> algorithm = inner[algorithmOctets];
        ReadOnlySpan<byte> parameters = inner[parametersOctets];
        ReadOnlyMemory<byte> keyOctets = octets.Of(subjectPublicKeyInfo);
        if (algorithm.SequenceEqual(ObjectIdentifiers.RsaEncryption))
        {
            // RFC 3279 §2.3.1 asks for NULL; certificates without it exist, and the key is the same.
            return parameters.IsEmpty || parameters.SequenceEqual(EncodedNull)
                ? ReadRsa(keyOctets, out key)
                : SubjectPublicKeyError.InvalidParameters;
        }

        if (algorithm.SequenceEqual(ObjectIdentifiers.RsassaPss))
        {
            // RFC 4055 §1.2: the same RSAPublicKey. The parameters, if any, restrict signatures, not the key.
            return parameters.IsEmpty || parameters[0] == 0x30
                ? ReadRsa(keyOctets, out key)
                : SubjectPublicKeyError.InvalidParameters;
        }

        if (algorithm.SequenceEqual(ObjectIdentifiers.EcPublicKey))
        {
            return ReadEc(parameters, keyOctets, out key);
        }

        if (KeyAlgorithmParameters.FindRawKey(algorithm) is not { } rawKey)
        {
            return algorithm.SequenceEqual(ObjectIdentifiers.X25519) || algorithm.SequenceEqual(ObjectIdentifiers.X448)
                ? SubjectPublicKeyError.CannotSign
                : SubjectPublicKeyError.UnsupportedAlgorithm;
        }

        // RFC 8410 §3, RFC 9881 §2: parameters MUST be absent.
        return parameters.IsEmpty
            ? SubjectPublicKey.CreateRaw(rawKey, keyOctets, out key)
            : SubjectPublicKeyError.InvalidParameters;
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 3279 §2.3.1)
    private static SubjectPublicKeyError ReadRsa(ReadOnlyMemory<byte> octets, out SubjectPublicKey? key)
    {
        key = null;
        DerReader outer = new(octets.Span);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader inner))
        {
            return SubjectPublicKeyError.MalformedSubjectPublicKeyInfo;
        }

        if (!inner.TryReadUnsignedInteger(out Slice modulus))
        {
            return SubjectPublicKeyError.InvalidModulus;
        }

        if (!inner.TryReadUnsignedInteger(out Slice exponent))
        {
            return SubjectPublicKeyError.InvalidExponent;
        }

        return inner.TryEnd()
            ? SubjectPublicKey.CreateRsa(modulus.Of(octets), exponent.Of(octets), out key)
            : SubjectPublicKeyError.MalformedSubjectPublicKeyInfo;
    }

    private static SubjectPublicKeyError ReadEc(ReadOnlySpan<byte> parameters, ReadOnlyMemory<byte> point, out SubjectPublicKey? key)
    {
        key = null;
        DerReader reader = new(parameters);
        if (!reader.TryReadObjectIdentifier(out Slice name) || !reader.TryEnd())
        {
            return SubjectPublicKeyError.CurveNotNamed;
        }

        return KeyAlgorithmParameters.FindCurve(reader[name]) is { } curve
            ? ReadPoint(curve, point, out key)
            : SubjectPublicKeyError.UnsupportedCurve;
    }

    // RFC 5480 §2.2, SEC 1 §2.3.3: 04 x y, or 02 / 03 x with the parity of y.
    private static SubjectPublicKeyError ReadPoint(KeyAlgorithmParameters curve, ReadOnlyMemory<byte> point, out SubjectPublicKey? key)
    {
        key = null;
        int length = curve.Length;
        switch (point.Span)
        {
            case [0x04, ..]:
                return point.Length == 1 + (2 * length)
                    ? SubjectPublicKey.CreateEc(curve, point.Slice(1, length), point[(1 + length)..], out key)
                    : SubjectPublicKeyError.WrongLength;

            case [0x02 or 0x03, ..]:
                if (point.Length != 1 + length)
                {
                    return SubjectPublicKeyError.WrongLength;
                }

                byte[] y = new byte[length];
                return curve.Curve!.TryDecompress(point.Span[1..], yIsOdd: point.Span[0] == 0x03, y)
                    ? SubjectPublicKey.CreateEc(curve, point[1..], y, out key)
                    : SubjectPublicKeyError.PointNotOnCurve;

            default:
                return SubjectPublicKeyError.UnsupportedPointForm;
        }
    }
}
