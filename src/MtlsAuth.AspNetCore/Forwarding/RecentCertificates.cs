namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Remembers what was read from headers a moment ago, since a client's next request brings the same certificate.</summary>
/// <remarks>
/// What is remembered depends on nothing but the header's value and the proxy's verdict, both of which are compared; whether the
/// certificate is valid and whose it is, is decided for each request. A few hundred values are kept, each in the place that its hash gives
/// it, and a newer one takes the place of an older one. Thread-safe.
/// </remarks>
internal sealed class RecentCertificates
{
    private const int PlaceCount = 256;

    // In characters: longer ones are rare, and would make the memory that strangers can fill worth speaking of.
    private const int LongestValue = 8_192;

    private readonly Entry?[] _entries = new Entry?[PlaceCount];

    /// <summary>What was read from the same value before; null if that is not remembered.</summary>
    public PresentedCertificate? Find(string value, bool isChainVerifiedByProxy) =>
        Volatile.Read(ref PlaceOf(value)) is { } entry
        && entry.IsChainVerifiedByProxy == isChainVerifiedByProxy
        && string.Equals(entry.Value, value, StringComparison.Ordinal)
            ? entry.Presented
            : null;

    /// <summary>Remembers what was read.</summary>
    public void Add(string value, bool isChainVerifiedByProxy, PresentedCertificate presented)
    {
        // What was refused is rare, and reads its fault anew each time.
        if (value.Length <= LongestValue && presented.Certificate is not null)
        {
            Volatile.Write(ref PlaceOf(value), new Entry(value, isChainVerifiedByProxy, presented));
        }
    }

    // The hash has a seed of this process: nobody outside can tell which values share a place.
    private ref Entry? PlaceOf(string value) => ref _entries[(uint)value.GetHashCode(StringComparison.Ordinal) % PlaceCount];

    private sealed record Entry(string Value, bool IsChainVerifiedByProxy, PresentedCertificate Presented);
}
