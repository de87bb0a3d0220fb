using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>The keys with which the platform may be made to compute: the time that an RSA key takes grows with both its numbers.</summary>
internal sealed class KeyLimits(int maximumRsaKeySize, int maximumRsaExponentSize)
{
    public bool Allow(SubjectPublicKey key) =>
        key.Algorithm != KeyAlgorithm.Rsa
        || (AuthorityKeySize.OfNumber(key["n"]) <= maximumRsaKeySize
            && AuthorityKeySize.OfNumber(key["e"]) <= maximumRsaExponentSize);
}
