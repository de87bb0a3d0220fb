using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;

namespace MtlsAuth.KeySets;

/// <summary>Makes a key out of a JWK's members, or says which member stands in the way.</summary>
/// <param name="members">The JWK.</param>
/// <param name="takeKeyFromX5c">Whether a JWK without numbers gets those of its certificate.</param>
internal sealed class JwkReader(JwkMembers members, bool takeKeyFromX5c)
{
    private readonly List<JwkRemark> _remarks = [];

    /// <summary>Why the key was not read.</summary>
    public SkippedJwkReason Reason { get; private set; }

    /// <summary>The member at fault.</summary>
    public string Member { get; private set; } = string.Empty;

    /// <summary>What is wrong with the member; empty if the reason says it all.</summary>
    public string Detail { get; private set; } = string.Empty;

    /// <summary>Reads the key: its numbers, what it is for, and that its certificate holds it.</summary>
    public bool TryRead([NotNullWhen(true)] out ClientJwk? jwk)
    {
        jwk = null;
        if (members.IsSymmetric)
        {
            return Skip(SkippedJwkReason.SymmetricKey, string.Empty);
        }

        if (members.HasPrivateMember)
        {
            return Skip(SkippedJwkReason.PrivateKey, string.Empty);
        }

        if (members.MistypedMember is { } mistyped)
        {
            return Skip(SkippedJwkReason.InvalidMemberType, mistyped);
        }

        members.MistypedHints.ForEach(hint => Remark(SkippedJwkReason.InvalidMemberType, hint));
        ClientCertificate? certificate = ReadX5c();
        if (!TryReadKey(certificate, out SubjectPublicKey? key) || !CheckPurpose() || !CheckX5c(key, certificate))
        {
            return false;
        }

        byte[]? others = members.KeepOthers(key, certificate);
        jwk = new ClientJwk(key, certificate, members.KeyId, members.Use, members.Algorithm, others, _remarks);
        return true;
    }

    private bool TryReadKey(ClientCertificate? certificate, [NotNullWhen(true)] out SubjectPublicKey? key)
    {
        key = null;
        if (takeKeyFromX5c && members.HasNoNumbers && certificate is not null)
        {
            Remark(SkippedJwkReason.KeyTakenFromX5c, "x5c");
            key = certificate.PublicKey;
            bool isOfItsType = members.KeyType is null || members.KeyType == key.KeyType;
            return isOfItsType || Skip(SkippedJwkReason.X5cHoldsAnotherKey, "kty");
        }

        switch (members.KeyType)
        {
            case "RSA":
                return TryDecode(members.Modulus, "n", out byte[] modulus)
                    && TryDecode(members.Exponent, "e", out byte[] exponent)
                    && AcceptRsa(SubjectPublicKey.CreateRsa(modulus, exponent, out key), modulus, exponent);

            case "EC":
                return TryFindAlgorithm(members.Curve, "crv", out KeyAlgorithmParameters? curve)
                    && TryDecodeCoordinate(members.X, "x", curve.Length, out byte[] x)
                    && TryDecodeCoordinate(members.Y, "y", curve.Length, out byte[] y)
                    && Accept(SubjectPublicKey.CreateEc(curve, x, y, out key), "x", x);

            case "OKP" when members.Curve is "X25519" or "X448":
                return Skip(SkippedJwkReason.CannotSign, "crv");

            case "OKP":
                return TryFindAlgorithm(members.Curve, "crv", out KeyAlgorithmParameters? okp)
                    && TryDecode(members.X, "x", out byte[] octets)
                    && Accept(SubjectPublicKey.CreateRaw(okp, octets, out key), "x", octets);

            case "AKP":
                return TryFindAlgorithm(members.Algorithm, "alg", out KeyAlgorithmParameters? akp)
                    && TryDecode(members.RawPublicKey, "pub", out byte[] raw)
                    && Accept(SubjectPublicKey.CreateRaw(akp, raw, out key), "pub", raw);

            default:
                return Skip(SkippedJwkReason.UnknownKeyType, "kty", members.KeyType is null ? "missing" : string.Empty);
        }
    }

    // RFC 7517 §4.2, §4.3. No text on mutual TLS says what "use" its keys have; a key for encryption must not authenticate anybody.
    private bool CheckPurpose()
    {
        if (members.Use == "enc")
        {
            return Skip(SkippedJwkReason.NotForSigning, "use", "for encryption");
        }

        if (members.KeyOperations is { } operations && !operations.Contains("verify"))
        {
            return Skip(SkippedJwkReason.NotForSigning, "key_ops", "without verify");
        }

        bool encrypts = members.Algorithm is { } algorithm
            && (algorithm.StartsWith("RSA-OAEP", StringComparison.Ordinal)
                || algorithm.StartsWith("ECDH-ES", StringComparison.Ordinal)
                || algorithm == "RSA1_5");
        return !encrypts || Skip(SkippedJwkReason.NotForSigning, "alg", "for encryption");
    }

    // RFC 7517 §4.7: base64, not base64url, and without line breaks. What cannot be read holds no other key than the JWK, and methods that
    // compare keys have no need of it.
    private ClientCertificate? ReadX5c()
    {
        ClientCertificate? certificate = null;
        CertificateFormatError error = CertificateFormatError.None;
        if (members.Certificate is { } text
            && (!Base64Text.TryDecode(text, Base64Leniency.None, out byte[] der)
                || !ClientCertificate.TryParseDerInPlace(der, out certificate, out error)))
        {
            Remark(SkippedJwkReason.InvalidX5c, "x5c", JwkDetails.OfX5c(text, error));
        }

        return certificate;
    }

    // RFC 7517 §4.7: the first certificate MUST hold the JWK's key. §4.8, §4.9: the thumbprints are that certificate's.
    private bool CheckX5c(SubjectPublicKey key, ClientCertificate? certificate)
    {
        if (certificate is null)
        {
            return true;
        }

        if (!certificate.PublicKey.Equals(key))
        {
            return Skip(SkippedJwkReason.X5cHoldsAnotherKey, "x5c");
        }

        return CheckHint(members.Sha256Thumbprint, "x5t#S256", SHA256.HashSizeInBytes, () => certificate.Thumbprint.ToArray())
            && CheckHint(members.Sha1Thumbprint, "x5t", SHA1.HashSizeInBytes, () => Convert.FromHexString(certificate.ComputeSha1Hex()));
    }

    private bool CheckHint(string? hint, string name, int length, Func<byte[]> computeHash)
    {
        if (hint is null)
        {
            return true;
        }

        bool isHash = ThumbprintHint.TryRead(hint, length, out byte[] hash);
        if (isHash && hash.AsSpan().SequenceEqual(computeHash()))
        {
            return true;
        }

        // Some servers repeat the key's name here, which may look like a hash and is none of a certificate.
        if (isHash && hint != members.KeyId)
        {
            return Skip(SkippedJwkReason.X5tDiffersFromX5c, name);
        }

        Remark(SkippedJwkReason.NotAThumbprint, name);
        return true;
    }

    // The names of RFC 7518 §6.2.1.1, RFC 8812 §3.1, RFC 8037 §3.1 and the ML-DSA registrations; all are case-sensitive.
    private bool TryFindAlgorithm(string? value, string name, [NotNullWhen(true)] out KeyAlgorithmParameters? algorithm)
    {
        algorithm = KeyAlgorithmParameters.FindByName(members.KeyType!, value);
        return algorithm is not null || Skip(SkippedJwkReason.UnknownCurve, name, value is null ? "missing" : string.Empty);
    }

    private bool TryDecode(string? text, string name, out byte[] octets)
    {
        octets = [];
        if (text is null)
        {
            return Skip(SkippedJwkReason.MissingMember, name);
        }

        return Base64UrlText.TryDecode(text, out octets) || Skip(SkippedJwkReason.InvalidBase64Url, name, JwkDetails.OfBase64Url(text));
    }

    // RFC 7518 §6.2.1.2: the full length of the field, also where the number has leading zeros.
    private bool TryDecodeCoordinate(string? text, string name, int length, out byte[] octets) =>
        TryDecode(text, name, out octets)
        && (octets.Length == length || Skip(SkippedJwkReason.WrongLength, name, $"{octets.Length} octets instead of {length}"));

    private bool AcceptRsa(SubjectPublicKeyError error, byte[] modulus, byte[] exponent) => error switch
    {
        SubjectPublicKeyError.None => true,
        SubjectPublicKeyError.InvalidModulus => Skip(SkippedJwkReason.InvalidModulus, "n", JwkDetails.OfModulus(modulus)),
        _ => Skip(SkippedJwkReason.InvalidExponent, "e", JwkDetails.OfExponent(exponent)),
    };

    private bool Accept(SubjectPublicKeyError error, string name, byte[] octets) => error switch
    {
        SubjectPublicKeyError.None => true,
        SubjectPublicKeyError.WrongLength => Skip(SkippedJwkReason.WrongLength, name, $"{octets.Length} octets"),
        SubjectPublicKeyError.LowOrderPoint => Skip(SkippedJwkReason.LowOrderPoint, name),
        SubjectPublicKeyError.NonCanonicalPoint => Skip(SkippedJwkReason.NonCanonicalPoint, name),
        _ => Skip(SkippedJwkReason.PointNotOnCurve, name),
    };

    private void Remark(SkippedJwkReason reason, string member, string detail = "") => _remarks.Add(new JwkRemark(member, reason, detail));

    private bool Skip(SkippedJwkReason reason, string member, string detail = "")
    {
        Reason = reason;
        Member = member;
        Detail = detail;
        return false;
    }
}
