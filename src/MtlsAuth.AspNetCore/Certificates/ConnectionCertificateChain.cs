using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>The further certificates that a client sent in the TLS handshake; visible only while the handshake is going on.</summary>
internal sealed class ConnectionCertificateChain
{
    // RFC 8446 sets no limit; a client's chain has three or four.
    private const int MaximumCount = 16;

    private ConnectionCertificateChain(IReadOnlyList<byte[]> certificates) => Certificates = certificates;

    /// <summary>The certificates in DER, in the order in which they came.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    public static ConnectionCertificateChain From(X509Chain? chain)
    {
        X509Certificate2Collection? sent = chain?.ChainPolicy.ExtraStore;
        return new ConnectionCertificateChain(sent is null or { Count: 0 }
            ? []
            : [.. sent.Take(MaximumCount).Select(certificate => certificate.RawData)]);
    }
}
