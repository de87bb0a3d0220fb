namespace MtlsAuth;

/// <summary>The same authorities for all clients.</summary>
public sealed class FixedTrustAnchorSource : ITrustAnchorSource
{
    private readonly TrustAnchors _anchors;

    /// <summary>Creates a source of these authorities.</summary>
    public FixedTrustAnchorSource(TrustAnchors anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        _anchors = anchors;
    }

    /// <inheritdoc/>
    public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_anchors);
}
