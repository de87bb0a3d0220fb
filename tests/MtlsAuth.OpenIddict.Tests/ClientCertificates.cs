using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>Certificates of clients.</summary>
internal static class ClientCertificates
{
    /// <summary>As <c>openssl req -x509</c> makes it: self-signed, without usages. Ed25519 is a published vector.</summary>
    public static X509Certificate2 CreateSelfSigned(ClientKind kind, int index = 0)
    {
        if (kind == ClientKind.Ed25519)
        {
            return X509CertificateLoader.LoadCertificate(
                TestVectors.ReadCertificate("derived/ed25519-rfc8037-key.pem").RawData.Span);
        }

        using AsymmetricAlgorithm key = kind == ClientKind.Rsa ? TestKeys.Rsa2048(index) : TestKeys.CreateP256();
        return TestCertificates.Ec().WithSubject("CN=client").WithKey(key).Create().ToX509Certificate2();
    }

    /// <summary>Issued by the clients' authority.</summary>
    public static X509Certificate2 CreateIssued(ClientKind kind, string subject)
    {
        if (kind == ClientKind.Ed25519)
        {
            using X509Certificate2 vector = CreateSelfSigned(kind);
            using ECDsa authority = Authorities.Clients.GetECDsaPrivateKey()!;
            return new CertificateRequest(new X500DistinguishedName(subject), vector.PublicKey, HashAlgorithmName.SHA256).Create(
                Authorities.Clients.SubjectName,
                X509SignatureGenerator.CreateForECDsa(authority),
                DateTimeOffset.UtcNow.AddHours(-1),
                DateTimeOffset.UtcNow.AddHours(1),
                [1]);
        }

        using AsymmetricAlgorithm key = kind == ClientKind.Rsa ? TestKeys.Rsa2048(0) : TestKeys.CreateP256();
        return TestCertificates.Ec().WithSubject(subject).WithKey(key).IssuedBy(Authorities.Clients).Create().ToX509Certificate2();
    }
}
