using System.Security.Cryptography;

namespace MtlsAuth.TestSupport;

/// <summary>Keys for tests. Those with an index are the same for the whole run, since making RSA keys takes long.</summary>
public static class TestKeys
{
    private static readonly Lazy<byte[]>[] RsaKeys = [.. Enumerable.Range(0, 4).Select(_ => new Lazy<byte[]>(MakeRsa))];

    /// <summary>The SubjectPublicKeyInfo of a P-256 key, always the same.</summary>
    public static byte[] P256SubjectPublicKeyInfo { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfo();

    /// <summary>A new P-256 key.</summary>
    public static ECDsa CreateP256() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>One of four RSA keys of 2,048 bits; a new object for each call.</summary>
    public static RSA Rsa2048(int index = 0)
    {
        RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(RsaKeys[index].Value, out _);
        return rsa;
    }

    private static byte[] MakeRsa()
    {
        using RSA rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
