using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>The further certificates that a client sent in the TLS handshake, which are visible only while that is going on.</summary>
/// <remarks>
/// Kestrel's validation callback does not say which connection it is called for. It does hand over the certificate object that all
/// requests of the connection will show, so the chain is attached to that object, and lives as long as it does.
/// </remarks>
internal static class ConnectionCertificateChain
{
    // RFC 8446 sets no limit; a client's chain has three or four.
    private const int MaximumCount = 16;

    private static readonly ConditionalWeakTable<X509Certificate2, IReadOnlyList<byte[]>> Chains = [];

    /// <summary>Keeps what came with a certificate, for as long as the connection lasts, unless a certificate is too long.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="chain">What came with it.</param>
    /// <param name="maximumLength">How long each may be, in octets.</param>
    /// <returns>Whether the lengths are within the limit.</returns>
    public static bool TryRemember(X509Certificate2 certificate, X509Chain? chain, int maximumLength)
    {
        if (certificate.RawDataMemory.Length > maximumLength)
        {
            return false;
        }

        if (chain?.ChainPolicy.ExtraStore is not { Count: > 0 } sent)
        {
            return true;
        }

        byte[][] others = [.. sent.Take(MaximumCount).Select(item => item.RawData)];
        if (others.Any(other => other.Length > maximumLength))
        {
            return false;
        }

        Chains.AddOrUpdate(certificate, others);
        return true;
    }

    /// <summary>What came with a certificate: DER, in the order in which it came.</summary>
    public static IReadOnlyList<byte[]> Of(X509Certificate2 certificate) =>
        Chains.TryGetValue(certificate, out IReadOnlyList<byte[]>? chain) ? chain : [];
}
