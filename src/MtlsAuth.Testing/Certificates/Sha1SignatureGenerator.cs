using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>Signs with SHA-1, whose algorithm identifiers the platform's own generators no longer write.</summary>
[SuppressMessage("Security", "CA5350", Justification = "A weak signature is what the test asks for.")]
internal sealed class Sha1SignatureGenerator(X509SignatureGenerator platform, AsymmetricAlgorithm key) : X509SignatureGenerator
{
    // sha1WithRSAEncryption (RFC 3279 §2.2.1) and ecdsa-with-SHA1 (§2.2.3).
    private static readonly byte[] RsaIdentifier =
        [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

    private static readonly byte[] EcdsaIdentifier = [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01];

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        [.. key is RSA ? RsaIdentifier : EcdsaIdentifier];

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is RSA rsa
        ? rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => platform.PublicKey;
}
