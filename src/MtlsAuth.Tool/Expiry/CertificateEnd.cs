using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Expiry;

/// <summary>A certificate that a client registered, and when it ends.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Method">The client's method; null for <c>client_secret_basic</c> (RFC 7591 §2).</param>
/// <param name="KeyId">The key's <c>kid</c>, if it has one.</param>
/// <param name="Certificate">The certificate.</param>
internal sealed record CertificateEnd(string ClientId, string? Method, string? KeyId, ClientCertificate Certificate)
{
    /// <summary>All certificates of some clients, those that end first in front.</summary>
    public static IReadOnlyList<CertificateEnd> FindAll(IEnumerable<ClientMetadata> clients) =>
    [
        .. clients
            .SelectMany(static client => client.Jwks?.Keys ?? [], static (client, key) => (Client: client, Key: key))
            .Where(static item => item.Key.Certificate is not null)
            .Select(static item => new CertificateEnd(
                item.Client.ClientId, item.Client.TokenEndpointAuthMethod, item.Key.KeyId, item.Key.Certificate!))
            .OrderBy(static item => item.Certificate.NotAfter)
            .ThenBy(static item => item.ClientId, StringComparer.Ordinal),
    ];

    /// <summary>The whole days that are left; negative after the end.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((Certificate.NotAfter - now).TotalDays);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded(DateTimeOffset now) => now > Certificate.NotAfter;
}
