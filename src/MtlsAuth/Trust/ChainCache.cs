using System.Collections.Concurrent;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Remembers what came of chains, a bounded number of them for a bounded time. Thread-safe.</summary>
/// <remarks>
/// The thumbprint is that of what was asked: of a certificate whose chain is trusted, whatever came with it, or of all that was sent
/// where it is not.
/// </remarks>
internal sealed class ChainCache(TimeSpan duration, int capacity, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    public ChainValidation? Find(CertificateThumbprint thumbprint, TrustAnchors anchors) =>
        _entries.TryGetValue(new Key(thumbprint, anchors), out Entry entry) && clock.GetUtcNow() < entry.Until ? entry.Validation : null;

    public void Add(CertificateThumbprint thumbprint, TrustAnchors anchors, ChainValidation validation)
    {
        if (duration <= TimeSpan.Zero)
        {
            return;
        }

        // Starting anew is simpler than finding out whom to forget, and costs each client one chain.
        if (_entries.Count >= capacity)
        {
            _entries.Clear();
        }

        // A difference cannot leave the range of dates, as a sum could.
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset until = validation.ValidUntil - now < duration ? validation.ValidUntil : now + duration;
        _entries[new Key(thumbprint, anchors)] = new Entry(validation, until);
    }

    // Authorities are compared by identity: another object may be other authorities.
    private readonly record struct Key(CertificateThumbprint Thumbprint, TrustAnchors Anchors);

    private readonly record struct Entry(ChainValidation Validation, DateTimeOffset Until);
}
