namespace MtlsAuth.Tests.Trust;

/// <summary>Fetches anchors as a test says.</summary>
internal sealed class StubTrustAnchorSource(Func<CancellationToken, ValueTask<TrustAnchors>> fetch) : ITrustAnchorSource
{
    public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default) =>
        fetch(cancellationToken);
}
