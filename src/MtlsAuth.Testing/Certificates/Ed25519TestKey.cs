using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>A key of Ed25519, computed as RFC 8032 §5.1 prints it. Slow, and it leaks the key by its timing: for tests only.</summary>
internal sealed class Ed25519TestKey : TestKey
{
    /// <summary>The length of a private key in octets.</summary>
    public const int SeedLength = 32;

    // AlgorithmIdentifier of id-Ed25519 (RFC 8410 §3).
    private static readonly byte[] AlgorithmIdentifier = [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70];
    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    private readonly byte[] _prefix;
    private readonly byte[] _publicKey;
    private readonly BigInteger _scalar;

    public Ed25519TestKey(byte[] seed)
    {
        PrivateKeyInfo = [0x30, 0x2E, 0x02, 0x01, 0x00, .. AlgorithmIdentifier, 0x04, 0x22, 0x04, 0x20, .. seed];

        // RFC 8032 §5.1.5
        byte[] hash = SHA512.HashData(seed);
        hash[0] &= 0xF8;
        hash[31] = (byte)((hash[31] & 0x7F) | 0x40);
        _scalar = Read(hash.AsSpan(0, 32));
        _prefix = hash[32..];
        _publicKey = Ed25519Point.Base.Multiply(_scalar).Encode();
    }

    public override PublicKey PublicKey => PublicKey.CreateFromSubjectPublicKeyInfo(
        [0x30, 0x2A, .. AlgorithmIdentifier, 0x03, 0x21, 0x00, .. _publicKey], out _);

    public override byte[] PrivateKeyInfo { get; }

    public override SigningKey OpenForSigning(HashAlgorithmName hash) => new(new Generator(this), key: null);

    // .NET has no class for the key.
    public override X509Certificate2 AddTo(X509Certificate2 certificate) => TestCertificate.LoadCertificate(certificate.RawData);

    /// <summary>RFC 8032 §5.1.6</summary>
    public byte[] Sign(byte[] message)
    {
        BigInteger r = ReadHash([.. _prefix, .. message]);
        byte[] point = Ed25519Point.Base.Multiply(r).Encode();
        BigInteger s = (r + (ReadHash([.. point, .. _publicKey, .. message]) * _scalar)) % Order;
        return [.. point, .. Ed25519Point.Write(s)];
    }

    private static BigInteger ReadHash(byte[] message) => Read(SHA512.HashData(message)) % Order;

    private static BigInteger Read(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    private sealed class Generator(Ed25519TestKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [.. AlgorithmIdentifier];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data);

        protected override PublicKey BuildPublicKey() => key.PublicKey;
    }
}
