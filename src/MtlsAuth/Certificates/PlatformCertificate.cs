using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Certificates;

/// <summary>Loads certificates into the platform, which builds chains.</summary>
internal static class PlatformCertificate
{
    public static X509Certificate2 Load(ReadOnlySpan<byte> der) =>
#if NET9_0_OR_GREATER
        X509CertificateLoader.LoadCertificate(der);
#else
        // The loader of .NET 9 does not exist yet. What comes here has been read as one certificate in DER and can be nothing else.
        new(der);
#endif
}
