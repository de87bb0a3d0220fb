using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>A key pair without native handles, so that certificates over it can be kept and shared without being disposed.</summary>
internal abstract class TestKey
{
    public abstract PublicKey PublicKey { get; }

    /// <summary>The private key as a PrivateKeyInfo in DER (RFC 5208 §5).</summary>
    public abstract byte[] PrivateKeyInfo { get; }

    /// <summary>Copies a key of the platform's.</summary>
    public static TestKey Copy(AsymmetricAlgorithm key) => new PlatformTestKey(key);

    /// <summary>Makes a key of the platform's.</summary>
    public static TestKey Make(Func<AsymmetricAlgorithm> create)
    {
        using AsymmetricAlgorithm key = create();
        return Copy(key);
    }

    /// <summary>Copies the private key of a certificate.</summary>
    public static TestKey Of(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPrivateKey();
        using ECDsa? ecdsa = certificate.GetECDsaPrivateKey();
        return Copy((AsymmetricAlgorithm?)rsa
            ?? ecdsa
            ?? throw new ArgumentException("The certificate has no private key of RSA or ECDSA.", nameof(certificate)));
    }

    /// <summary>Opens the key; the caller disposes what it gets.</summary>
    public abstract SigningKey OpenForSigning(HashAlgorithmName hash);

    /// <summary>The certificate with its private key, as far as the platform can hold one.</summary>
    public abstract X509Certificate2 AddTo(X509Certificate2 certificate);
}
