using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>The certificates that clients of these tests have, and what tokens bound to them hold.</summary>
internal static class ClientCertificates
{
    private static readonly ECDsa Key = TestKeys.CreateP256();

    public static X509Certificate2 Own { get; } = Create("CN=client", Key);

    public static X509Certificate2 Renewed { get; } = Create("CN=client", Key);

    public static X509Certificate2 Foreign { get; } = Create("CN=thief", TestKeys.CreateP256());

    public static string OwnThumbprint { get; } = ClientCertificate.FromX509Certificate2(Own).Thumbprint.ToString();

    public static string ForeignThumbprint { get; } = ClientCertificate.FromX509Certificate2(Foreign).Thumbprint.ToString();

    public static string BoundToOwn { get; } = $$"""{"x5t#S256":"{{OwnThumbprint}}"}""";

    public static string BoundToOwnAndKey { get; } =
        $$"""{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I","x5t\u0023S256":"{{OwnThumbprint}}"}""";

    public const string BoundToKey = """{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}""";

    private static X509Certificate2 Create(string subject, ECDsa key)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject(subject).WithKey(key).Create().ToX509Certificate2();
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
