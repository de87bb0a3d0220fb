using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Client;

/// <summary>Makes the certificate of a client. Only its key counts for pub_key_tls_client_auth.</summary>
internal static class SelfSignedCertificate
{
    public static X509Certificate2 Create(string subject, ECDsa key) =>
        Create(new CertificateRequest(subject, key, HashAlgorithmName.SHA256));

    public static X509Certificate2 Create(string subject, RSA key) =>
        Create(new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static X509Certificate2 Create(CertificateRequest request)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30));
    }
}
