using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

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

        using RSA? rsa = kind == ClientKind.Rsa ? TestKeys.Rsa2048(index) : null;
        return new TestCertificate { Subject = "CN=client", Key = rsa }.Create();
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

        using RSA? rsa = kind == ClientKind.Rsa ? TestKeys.Rsa2048(0) : null;
        return new TestCertificate { Subject = subject, Key = rsa, Issuer = Authorities.Clients }.Create();
    }
}
