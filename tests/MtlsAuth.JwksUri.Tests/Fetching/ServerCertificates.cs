using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>Certificates of servers, from an authority that no platform knows.</summary>
internal static class ServerCertificates
{
    public const string Host = "keys.example";

    public static X509Certificate2 Root { get; } = CreateRoot();

    public static X509Certificate2 Good { get; } = Create();

    public static X509Certificate2 CreateRoot(string subject = "CN=root of the tests") =>
        TestCertificates.Authority(subject).Create().ToX509Certificate2();

    public static X509Certificate2 Create(
        X509Certificate2? issuer = null,
        string host = Host,
        DateTimeOffset? notAfter = null,
        string usage = "1.3.6.1.5.5.7.3.1",
        params X509Extension[] extensions)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        DateTimeOffset end = notAfter ?? DateTimeOffset.UtcNow.AddHours(12);
        return TestCertificates.Ec()
            .WithSubject($"CN={host}")
            .IssuedBy(issuer ?? Root)
            .ValidFrom(DateTimeOffset.UtcNow.AddHours(-12))
            .ValidUntil(end)
            .WithExtensions([names.Build(), new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false), .. extensions])
            .Create().ToX509Certificate2();
    }
}
