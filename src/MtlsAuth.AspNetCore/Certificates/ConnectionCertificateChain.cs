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

    /// <summary>Keeps what came with a certificate.</summary>
    public static void Remember(X509Certificate2 certificate, X509Chain? chain)
    {
        if (chain?.ChainPolicy.ExtraStore is { Count: > 0 } sent)
        {
            Chains.AddOrUpdate(certificate, [.. sent.Take(MaximumCount).Select(item => item.RawData)]);
        }
    }

    /// <summary>What came with a certificate: DER, in the order in which it came.</summary>
    public static IReadOnlyList<byte[]> Of(X509Certificate2 certificate) =>
        Chains.TryGetValue(certificate, out IReadOnlyList<byte[]>? chain) ? chain : [];
}
