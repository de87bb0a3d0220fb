using System.Collections.Concurrent;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Remembers trusted chains by certificate and authorities, a bounded number of them for a bounded time.</summary>
/// <remarks>Only trusted ones: a stranger cannot fill it, since that takes certificates of a trusted authority. Thread-safe.</remarks>
internal sealed class ChainCache(TimeSpan duration, int capacity, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    public ChainValidation? Find(ClientCertificate certificate, TrustAnchors anchors) =>
        duration > TimeSpan.Zero
        && _entries.TryGetValue(new Key(certificate.Thumbprint, anchors), out Entry entry)
        && clock.GetUtcNow() < entry.Until
            ? entry.Validation
            : null;

    public void Add(ClientCertificate certificate, TrustAnchors anchors, ChainValidation validation)
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
        DateTimeOffset until = validation.TrustedUntil - now < duration ? validation.TrustedUntil : now + duration;
        _entries[new Key(certificate.Thumbprint, anchors)] = new Entry(validation, until);
    }

    // Authorities are compared by identity: another object may be other authorities.
    private readonly record struct Key(CertificateThumbprint Certificate, TrustAnchors Anchors);

    private readonly record struct Entry(ChainValidation Validation, DateTimeOffset Until);
}
