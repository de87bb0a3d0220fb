using MtlsAuth.Clients;

namespace MtlsAuth.Trust;

/// <summary>The same authorities for all clients.</summary>
public sealed class FixedTrustAnchorSource(TrustAnchors anchors) : ITrustAnchorSource
{
    /// <inheritdoc/>
    public TrustAnchors GetTrustAnchors(ClientMetadata client) => anchors;
}
