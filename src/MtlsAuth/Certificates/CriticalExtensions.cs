using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Certificates;

/// <summary>Which critical extensions are understood; each other one refuses its certificate (RFC 5280 §4.2).</summary>
/// <remarks>
/// Those that RFC 5280 §4.2 says applications MUST recognise, and cRLDistributionPoints, which restricts nothing. Usages, names and their
/// constraints are checked. Any policy will do (§6.1.1 (c)), so that policies restrict nothing but where an authority requires one.
/// </remarks>
internal static class CriticalExtensions
{
    private const string IdCe = "2.5.29.";
    private const int PolicyMappings = 33;

    /// <summary>Whether an extension of a client's certificate is understood.</summary>
    /// <param name="identifier">What an OBJECT IDENTIFIER holds, in DER.</param>
    public static bool IsUnderstood(ReadOnlySpan<byte> identifier) => identifier is [0x55, 0x1D, byte last] && IsUnderstood(last);

    /// <summary>The object identifier of the first critical extension in a chain that is not understood, or null.</summary>
    /// <remarks>Policies that an authority maps onto each other count as different ones, so that the mappings restrict nothing.</remarks>
    /// <param name="certificate">A certificate of the chain.</param>
    /// <param name="processed">Further extensions that somebody acts upon.</param>
    public static string? FindUnknown(X509Certificate2 certificate, FrozenSet<string> processed) => certificate.Extensions
        .Where(extension => extension.Critical)
        .Select(extension => extension.Oid!.Value!)
        .FirstOrDefault(identifier => !processed.Contains(identifier) && !(identifier.StartsWith(IdCe, StringComparison.Ordinal)
            && int.TryParse(identifier.AsSpan(IdCe.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && (IsUnderstood(last) || last == PolicyMappings)));

    // keyUsage, subjectAltName, basicConstraints, nameConstraints, cRLDistributionPoints, certificatePolicies, policyConstraints,
    // extKeyUsage, inhibitAnyPolicy
    private static bool IsUnderstood(int last) => last is 15 or 17 or 19 or 30 or 31 or 32 or 36 or 37 or 54;
}
