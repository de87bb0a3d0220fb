using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Testing;

/// <summary>A well-formed certificate to make: a signed one, valid for a while yet unless a test says otherwise.</summary>
/// <remarks>
/// <code>
/// using X509Certificate2 root = new TestCertificate { Subject = "CN=root", IsCertificateAuthority = true }.Create();
/// using X509Certificate2 leaf = new TestCertificate { Subject = "CN=client", Issuer = root }.Create();
/// </code>
/// </remarks>
public sealed record TestCertificate
{
    public string Subject { get; init; } = "CN=test";

    /// <summary>An RSA or ECDsa key; null for a new P-256 key. The caller owns it; the certificate gets a copy.</summary>
    public AsymmetricAlgorithm? Key { get; init; }

    /// <summary>Who signs, with a private key; null to be self-signed.</summary>
    public X509Certificate2? Issuer { get; init; }

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddDays(-1);

    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddDays(90);

    public bool IsCertificateAuthority { get; init; }

    public int? PathLength { get; init; }

    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public byte[]? SerialNumber { get; init; }

    /// <summary>The certificate with its private key.</summary>
    public X509Certificate2 Create()
    {
        using ECDsa? made = Key is null ? TestKeys.CreateP256() : null;
        AsymmetricAlgorithm key = Key ?? made!;
        CertificateRequest request = key is RSA rsa
            ? new CertificateRequest(Subject, rsa, Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(Subject, (ECDsa)key, Hash);
        if (IsCertificateAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, PathLength is not null, PathLength ?? 0, true));
        }

        foreach (X509Extension extension in Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        byte[] serialNumber = SerialNumber ?? RandomNumberGenerator.GetBytes(8);
        serialNumber[0] &= 0x7F;
        using X509Certificate2 certificate = request.Create(
            Issuer?.SubjectName ?? request.SubjectName,
            CreateGenerator((AsymmetricAlgorithm?)GetKey(Issuer) ?? key),
            NotBefore,
            NotAfter,
            serialNumber);
        return key is RSA rsaKey ? certificate.CopyWithPrivateKey(rsaKey) : certificate.CopyWithPrivateKey((ECDsa)key);
    }

    /// <summary>The certificate as the library reads it.</summary>
    public ClientCertificate CreateClientCertificate()
    {
        using X509Certificate2 certificate = Create();
        return ClientCertificate.FromX509Certificate2(certificate);
    }

    private static AsymmetricAlgorithm? GetKey(X509Certificate2? certificate) =>
        (AsymmetricAlgorithm?)certificate?.GetRSAPrivateKey() ?? certificate?.GetECDsaPrivateKey();

    private static X509SignatureGenerator CreateGenerator(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
}
