using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Trust;

namespace MtlsAuth.Authentication;

/// <summary>Verifies a certificate's signature with the certificate's own key.</summary>
/// <remarks>
/// Says that the certificate is self-signed, never that it belongs to a client: that is for the key to say. A signature verified with
/// a registered key instead would let in every certificate that the client has signed, over whatever key.
/// </remarks>
internal static class SelfSignature
{
    private const int MaximumRsaKeySize = 8_192;
    private const int MaximumRsaExponentLength = 4;

    /// <summary>
    /// Whether the signature verifies; false also for algorithms that are broken or not supported by the platform, and for RSA keys of
    /// more than 8,192 bits or exponents of more than 32, which are not worth the time.
    /// </summary>
    public static bool IsValid(ClientCertificate certificate)
    {
        DerReader reader = new(certificate.SignatureAlgorithm.Span);
        if (!reader.TryReadAlgorithmIdentifier(out Slice algorithm, out Slice parameters, out _) || !reader.TryEnd())
        {
            return false;
        }

        try
        {
            return certificate.PublicKey.Parameters switch
            {
                { Algorithm: KeyAlgorithm.Rsa } => VerifyRsa(certificate, reader[algorithm], reader[parameters]),
                { PlatformCurve: { } curve } => VerifyEcdsa(certificate, reader[algorithm], curve),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            // A key or signature that the platform does not take is not verified.
            return false;
        }
    }

    private static bool VerifyRsa(ClientCertificate certificate, ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> parameters)
    {
        RSASignaturePadding padding = RSASignaturePadding.Pkcs1;
        if (!SignatureAlgorithms.TryFindRsaHash(algorithm, out HashAlgorithmName hash))
        {
            padding = RSASignaturePadding.Pss;
            if (!SignatureAlgorithms.TryFindPssHash(algorithm, parameters, out hash))
            {
                return false;
            }
        }

        // Whoever connects chooses the key, and would make the server compute: RSA-16384 can take hundreds of times as long as RSA-2048.
        SubjectPublicKey key = certificate.PublicKey;
        if (key.KeySize > MaximumRsaKeySize || key["e"].Length > MaximumRsaExponentLength)
        {
            return false;
        }

        using RSA rsa = RSA.Create(new RSAParameters { Modulus = key["n"].ToArray(), Exponent = key["e"].ToArray() });
        return rsa.VerifyData(certificate.TbsCertificate.Span, certificate.SignatureValue.Span, hash, padding);
    }

    private static bool VerifyEcdsa(ClientCertificate certificate, ReadOnlySpan<byte> algorithm, ECCurve curve)
    {
        if (!SignatureAlgorithms.TryFindEcdsaHash(algorithm, out HashAlgorithmName hash))
        {
            return false;
        }

        SubjectPublicKey key = certificate.PublicKey;
        using ECDsa ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = curve,
            Q = new ECPoint { X = key["x"].ToArray(), Y = key["y"].ToArray() },
        });
        return ecdsa.VerifyData(
            certificate.TbsCertificate.Span, certificate.SignatureValue.Span, hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
