using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Benchmarks;

/// <summary>Certificates such as a client makes for itself: six attributes in the name, four extensions.</summary>
internal static class BenchmarkCertificates
{
    public const string Subject = "CN=payments.example.com, OU=Payments, O=Example Bank, L=Ljubljana, ST=Ljubljana, C=SI";

    public static AsymmetricAlgorithm CreateKey(BenchmarkKey algorithm) =>
        algorithm == BenchmarkKey.Rsa2048 ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static byte[] CreateDer(BenchmarkKey algorithm, X509Certificate2? issuer = null)
    {
        using AsymmetricAlgorithm key = CreateKey(algorithm);
        return CreateDer(key, issuer);
    }

    public static byte[] CreateDer(AsymmetricAlgorithm key, X509Certificate2? issuer = null) => Create(key, issuer).Der.ToArray();

    /// <summary>With its private key.</summary>
    public static X509Certificate2 Create(BenchmarkKey algorithm)
    {
        using AsymmetricAlgorithm key = CreateKey(algorithm);
        return Create(key, issuer: null).ToX509Certificate2();
    }

    public static ClientCertificate Read(byte[] der) =>
        ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out CertificateFormatError error)
            ? certificate
            : throw new InvalidOperationException(error.ToString());

    public static ClientMetadata CreateClient(string id, ClientJwkSet keys) => new()
    {
        ClientId = id,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        Jwks = keys,
    };

    private static TestCertificate Create(AsymmetricAlgorithm key, X509Certificate2? issuer)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("payments.example.com");
        TestCertificateBuilder builder = TestCertificates.Ec().WithSubject(Subject).WithKey(key);
        return (issuer is null ? builder : builder.IssuedBy(issuer))
            .WithExtensions(
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false),
                names.Build(),
                new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true))
            .Create();
    }
}
