using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>Signs with SHA-1 as well, whose algorithm identifiers the platform's own generators do not write.</summary>
internal sealed class AnyHashSigner(X509SignatureGenerator platform, AsymmetricAlgorithm key, HashAlgorithmName hash, bool pss)
    : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        hash != HashAlgorithmName.SHA1 ? platform.GetSignatureAlgorithmIdentifier(hash)
        : pss ? Der.Algorithm("1.2.840.113549.1.1.10", Der.Sequence())
        : Der.Algorithm(key is RSA ? "1.2.840.113549.1.1.5" : "1.2.840.10045.4.1", key is RSA ? Der.Null : null);

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key switch
    {
        RSA rsa => rsa.SignData(data, hash, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
        _ => ((ECDsa)key).SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence),
    };

    protected override PublicKey BuildPublicKey() => platform.PublicKey;
}
