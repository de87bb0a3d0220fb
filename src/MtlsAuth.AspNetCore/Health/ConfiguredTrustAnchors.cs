namespace MtlsAuth.AspNetCore.Health;

/// <summary>The authorities of the server's settings, or the application's own source of them.</summary>
/// <param name="Source">The source; null if there is none.</param>
internal sealed record ConfiguredTrustAnchors(ITrustAnchorSource? Source)
{
    /// <summary>When the first of the authorities expires; null if there is none, or nobody but the application knows.</summary>
    public DateTimeOffset? FirstExpiry => Source switch
    {
        FileTrustAnchorSource files => files.FirstExpiry,
        TrustAnchors anchors => anchors.FirstExpiry,
        _ => null,
    };
}
