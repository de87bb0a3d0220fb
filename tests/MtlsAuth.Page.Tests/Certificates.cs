using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Page.Tests;

/// <summary>Certificates to show to the page.</summary>
internal static class Certificates
{
    /// <summary>A self-signed one as clients make it.</summary>
    public static X509Certificate2 Create(string subject = "CN=payments client,O=Example Bank AG,C=DE")
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("payments.example.com");
        names.AddUri(new Uri("spiffe://example.com/payments"));
        return TestCertificates.Ec()
            .WithSubject(subject)
            .WithExtensions(names.Build(),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
                new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.2")], critical: false))
            .Create().ToX509Certificate2();
    }

    /// <summary>One with a key of its own, as PEM.</summary>
    public static string CreatePem(string subject = "CN=payments client,O=Example Bank AG,C=DE")
    {
        using X509Certificate2 certificate = Create(subject);
        return certificate.ExportCertificatePem();
    }
}
