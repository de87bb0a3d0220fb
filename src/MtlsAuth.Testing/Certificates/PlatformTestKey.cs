using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>A key of RSA or ECDSA.</summary>
internal sealed class PlatformTestKey : TestKey
{
    private readonly byte[] _subjectPublicKeyInfo;
    private readonly bool _isRsa;

    public PlatformTestKey(AsymmetricAlgorithm key)
    {
        _isRsa = key switch
        {
            RSA => true,
            ECDsa => false,
            _ => throw new ArgumentException("The key is none of RSA or ECDSA.", nameof(key)),
        };
        _subjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
        PrivateKeyInfo = key.ExportPkcs8PrivateKey();
    }

    public override PublicKey PublicKey => PublicKey.CreateFromSubjectPublicKeyInfo(_subjectPublicKeyInfo, out _);

    public override byte[] PrivateKeyInfo { get; }

    public override SigningKey OpenForSigning(HashAlgorithmName hash)
    {
        AsymmetricAlgorithm key = _isRsa ? Open(RSA.Create()) : Open(ECDsa.Create());
        X509SignatureGenerator generator = key is RSA rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        return new SigningKey(hash == HashAlgorithmName.SHA1 ? new Sha1SignatureGenerator(generator, key) : generator, key);
    }

    public override X509Certificate2 AddTo(X509Certificate2 certificate)
    {
        if (_isRsa)
        {
            using RSA rsa = Open(RSA.Create());
            return certificate.CopyWithPrivateKey(rsa);
        }

        using ECDsa ecdsa = Open(ECDsa.Create());
        return certificate.CopyWithPrivateKey(ecdsa);
    }

    private TKey Open<TKey>(TKey key)
        where TKey : AsymmetricAlgorithm
    {
        key.ImportPkcs8PrivateKey(PrivateKeyInfo, out _);
        return key;
    }
}
