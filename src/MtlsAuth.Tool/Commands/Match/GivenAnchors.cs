namespace MtlsAuth.Tool.Commands;

/// <summary>The authorities of the command line, for whichever client.</summary>
internal sealed class GivenAnchors(TrustAnchors anchors) : ITrustAnchorSource
{
    public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(anchors);
}
