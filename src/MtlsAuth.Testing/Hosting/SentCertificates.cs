using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MtlsAuth.Testing.Hosting;

/// <summary>
/// What tests of this process have handed over, under random names: a request carries the name and never the certificate, so that nobody
/// outside of the process can claim one. Kept for as long as the process lasts.
/// </summary>
internal static class SentCertificates
{
    /// <summary>The header with the name.</summary>
    public const string HeaderName = "MtlsAuth-Test-Certificate";

    private static readonly ConcurrentDictionary<PresentedCertificate, string> Names = new(ReferenceEqualityComparer.Instance);
    private static readonly ConcurrentDictionary<string, PresentedCertificate> Certificates = new(StringComparer.Ordinal);

    public static string NameOf(PresentedCertificate presented)
    {
        string name = Names.GetOrAdd(presented, static _ => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        Certificates.TryAdd(name, presented);
        return name;
    }

    public static PresentedCertificate Find(string name) => Certificates.TryGetValue(name, out PresentedCertificate? presented)
        ? presented
        : throw new InvalidOperationException($"The header {HeaderName} names no certificate that was sent from this process.");
}
