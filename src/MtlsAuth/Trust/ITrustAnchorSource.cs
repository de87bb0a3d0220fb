using MtlsAuth.Clients;

namespace MtlsAuth.Trust;

/// <summary>Which certification authorities count for a client.</summary>
/// <remarks>
/// Called for every request of a <c>tls_client_auth</c> client; thread-safe. The same object for the same authorities lets chains be
/// remembered.
/// </remarks>
public interface ITrustAnchorSource
{
    /// <summary>The authorities for a client.</summary>
    TrustAnchors GetTrustAnchors(ClientMetadata client);
}
