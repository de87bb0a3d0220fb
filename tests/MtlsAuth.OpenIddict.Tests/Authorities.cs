using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>The authorities of these tests: one for servers, one for clients.</summary>
internal static class Authorities
{
    private static readonly X509Certificate2 ServerRoot = CreateRoot("servers");

    public static X509Certificate2 Clients { get; } = CreateRoot("clients");

    /// <summary>For <c>localhost</c>, with its private key.</summary>
    public static X509Certificate2 Server { get; } = CreateServer();

    public static string ServerRootPem => ServerRoot.ExportCertificatePem();

    private static X509Certificate2 CreateRoot(string name) => TestCertificates.Ec()
        .WithSubject("CN=" + name)
        .AsAuthority()
        .WithExtensions(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true))
        .Create().ToX509Certificate2();

    private static X509Certificate2 CreateServer()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        return TestCertificates.Ec().WithSubject("CN=localhost").IssuedBy(ServerRoot).WithExtensions(names.Build()).Create().ToX509Certificate2();
    }
}
