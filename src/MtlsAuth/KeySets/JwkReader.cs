using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;
using MtlsAuth.Keys;

namespace MtlsAuth.KeySets;

/// <summary>Makes a key out of a JWK's members, or says which member stands in the way.</summary>
internal sealed class JwkReader(JwkMembers members)
{
    /// <summary>Why the key was not read.</summary>
    public SkippedJwkReason Reason { get; private set; }

    /// <summary>The member at fault.</summary>
    public string Member { get; private set; } = string.Empty;

    /// <summary>Reads the key: its numbers, what it is for, and that its certificate holds it.</summary>
    public bool TryRead([NotNullWhen(true)] out ClientJwk? jwk)
    {
        jwk = null;
        if (members.MistypedMember is { } mistyped)
        {
            return Skip(SkippedJwkReason.InvalidMemberType, mistyped);
        }

        if (!TryReadKey(out SubjectPublicKey? key) || !CheckPurpose() || !TryReadX5c(key, out ClientCertificate? certificate))
        {
            return false;
        }

        jwk = new ClientJwk(key, certificate, members.KeyId, members.Use, members.Algorithm);
        return true;
    }

    private bool TryReadKey([NotNullWhen(true)] out SubjectPublicKey? key)
    {
        key = null;
        switch (members.KeyType)
        {
            case "RSA":
                return TryDecode(members.Modulus, "n", out byte[] modulus)
                    && TryDecode(members.Exponent, "e", out byte[] exponent)
                    && Accept(SubjectPublicKey.CreateRsa(modulus, exponent, out key), "n");

            case "EC":
                return TryFindKind(members.Curve, "crv", out SubjectPublicKeyKind curve)
                    && TryDecode(members.X, "x", out byte[] x)
                    && TryDecode(members.Y, "y", out byte[] y)
                    && Accept(SubjectPublicKey.CreateEc(curve, x, y, out key), "x");

            case "OKP" when members.Curve is "X25519" or "X448":
                return Skip(SkippedJwkReason.CannotSign, "crv");

            case "OKP":
                return TryFindKind(members.Curve, "crv", out SubjectPublicKeyKind okp)
                    && TryDecode(members.X, "x", out byte[] octets)
                    && Accept(SubjectPublicKey.CreateRaw(okp, octets, out key), "x");

            case "AKP":
                return TryFindKind(members.Algorithm, "alg", out SubjectPublicKeyKind akp)
                    && TryDecode(members.RawPublicKey, "pub", out byte[] raw)
                    && Accept(SubjectPublicKey.CreateRaw(akp, raw, out key), "pub");

            default:
                return Skip(SkippedJwkReason.UnknownKeyType, "kty");
        }
    }

    // RFC 7517 §4.2, §4.3. No text on mutual TLS says what "use" its keys have; a key for encryption must not authenticate anybody.
    private bool CheckPurpose()
    {
        if (members.Use == "enc")
        {
            return Skip(SkippedJwkReason.NotForSigning, "use");
        }

        if (members.KeyOperations is { } operations && !operations.Contains("verify"))
        {
            return Skip(SkippedJwkReason.NotForSigning, "key_ops");
        }

        bool encrypts = members.Algorithm is { } algorithm
            && (algorithm.StartsWith("RSA-OAEP", StringComparison.Ordinal)
                || algorithm.StartsWith("ECDH-ES", StringComparison.Ordinal)
                || algorithm == "RSA1_5");
        return !encrypts || Skip(SkippedJwkReason.NotForSigning, "alg");
    }

    // RFC 7517 §4.7: base64, not base64url, and without line breaks; the first certificate MUST hold the JWK's key.
    private bool TryReadX5c(SubjectPublicKey key, out ClientCertificate? certificate)
    {
        certificate = null;
        if (members.Certificates is not { } x5c)
        {
            return true;
        }

        if (x5c is not [{ } text, ..]
            || text.AsSpan().ContainsAny(" \t\r\n")
            || !TryDecodeBase64(text, out ReadOnlyMemory<byte> der)
            || !ClientCertificate.TryParseDerInPlace(der, out certificate, out _))
        {
            return Skip(SkippedJwkReason.InvalidX5c, "x5c");
        }

        if (!certificate.PublicKey.Equals(key))
        {
            return Skip(SkippedJwkReason.X5cHoldsAnotherKey, "x5c");
        }

        if (members.Sha256Thumbprint is { } sha256 && sha256 != certificate.Thumbprint.ToString())
        {
            return Skip(SkippedJwkReason.X5tDiffersFromX5c, "x5t#S256");
        }

        return members.Sha1Thumbprint is not { } sha1
            || sha1 == certificate.ComputeSha1Thumbprint()
            || Skip(SkippedJwkReason.X5tDiffersFromX5c, "x5t");
    }

    // The names of RFC 7518 §6.2.1.1, RFC 8812 §3.1, RFC 8037 §3.1 and the ML-DSA registrations; all are case-sensitive.
    private bool TryFindKind(string? parameter, string name, out SubjectPublicKeyKind kind)
    {
        SubjectPublicKeyKind? found = (members.KeyType, parameter) switch
        {
            ("EC", "P-256") => SubjectPublicKeyKind.P256,
            ("EC", "P-384") => SubjectPublicKeyKind.P384,
            ("EC", "P-521") => SubjectPublicKeyKind.P521,
            ("EC", "secp256k1") => SubjectPublicKeyKind.Secp256k1,
            ("OKP", "Ed25519") => SubjectPublicKeyKind.Ed25519,
            ("OKP", "Ed448") => SubjectPublicKeyKind.Ed448,
            ("AKP", "ML-DSA-44") => SubjectPublicKeyKind.MLDsa44,
            ("AKP", "ML-DSA-65") => SubjectPublicKeyKind.MLDsa65,
            ("AKP", "ML-DSA-87") => SubjectPublicKeyKind.MLDsa87,
            _ => null,
        };
        kind = found.GetValueOrDefault();
        return found is not null || Skip(SkippedJwkReason.UnknownCurve, name);
    }

    private bool TryDecode(string? text, string name, out byte[] octets)
    {
        octets = [];
        if (text is null)
        {
            return Skip(SkippedJwkReason.MissingMember, name);
        }

        return Base64UrlText.TryDecode(text, out octets) || Skip(SkippedJwkReason.InvalidBase64Url, name);
    }

    private static bool TryDecodeBase64(string text, out ReadOnlyMemory<byte> octets)
    {
        byte[] buffer = new byte[(text.Length / 4 * 3) + 3];
        bool decoded = Convert.TryFromBase64String(text, buffer, out int written);
        octets = buffer.AsMemory(0, written);
        return decoded;
    }

    private bool Accept(SubjectPublicKeyError error, string name) => error switch
    {
        SubjectPublicKeyError.None => true,
        SubjectPublicKeyError.InvalidModulus => Skip(SkippedJwkReason.InvalidModulus, "n"),
        SubjectPublicKeyError.InvalidExponent => Skip(SkippedJwkReason.InvalidExponent, "e"),
        SubjectPublicKeyError.PointNotOnCurve => Skip(SkippedJwkReason.PointNotOnCurve, name),
        SubjectPublicKeyError.LowOrderPoint => Skip(SkippedJwkReason.LowOrderPoint, name),
        SubjectPublicKeyError.NonCanonicalPoint => Skip(SkippedJwkReason.NonCanonicalPoint, name),
        _ => Skip(SkippedJwkReason.WrongLength, name),
    };

    private bool Skip(SkippedJwkReason reason, string member)
    {
        Reason = reason;
        Member = member;
        return false;
    }
}
