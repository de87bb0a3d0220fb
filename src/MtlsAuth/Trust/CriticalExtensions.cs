using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Trust;

/// <summary>Critical extensions, which refuse a certificate unless they are understood (RFC 5280 §4.2).</summary>
internal static class CriticalExtensions
{
    // What RFC 5280 §4.2 says applications MUST recognise, and cRLDistributionPoints, which restricts nothing. Usages, names and their
    // constraints are checked. Any policy will do (§6.1.1 (c)), so that policies restrict nothing but what ExplicitPolicy looks at.
    private static readonly FrozenSet<string> Known = new[]
    {
        "2.5.29.15", // keyUsage
        "2.5.29.17", // subjectAltName
        "2.5.29.19", // basicConstraints
        "2.5.29.30", // nameConstraints
        "2.5.29.31", // cRLDistributionPoints
        "2.5.29.32", // certificatePolicies
        "2.5.29.36", // policyConstraints
        "2.5.29.37", // extKeyUsage
        "2.5.29.54", // inhibitAnyPolicy
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The object identifier of the first critical extension that is not understood, or null.</summary>
    public static string? FindUnknown(X509Certificate2 certificate) => certificate.Extensions
        .Where(extension => extension.Critical && !Known.Contains(extension.Oid!.Value!))
        .Select(extension => extension.Oid!.Value)
        .FirstOrDefault();
}
