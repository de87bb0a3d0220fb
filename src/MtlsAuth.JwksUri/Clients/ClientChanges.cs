namespace MtlsAuth.JwksUri.Clients;

/// <summary>When clients changed: what was read before does not count, however late it comes.</summary>
/// <remarks>
/// Clients share a few thousand places by their keys, so that memory is bounded. A change of one makes the others at its place be read
/// again, which costs a little and is never wrong.
/// </remarks>
internal sealed class ClientChanges
{
    private const int PlaceCount = 4_096;

    private readonly long[] _changedAt = new long[PlaceCount];

    /// <summary>A client has changed.</summary>
    public void Add(string key, DateTimeOffset now)
    {
        // Each change has a time of its own, also where the clock stands still or was put back.
        ref long place = ref PlaceOf(key);
        long before, after;
        do
        {
            before = Volatile.Read(ref place);
            after = Math.Max(now.UtcTicks, before + 1);
        }
        while (Interlocked.CompareExchange(ref place, after, before) != before);
    }

    /// <summary>The time for what is read from now on: later than all changes until now.</summary>
    public DateTimeOffset TimeOfReading(string key, DateTimeOffset now) =>
        new(Math.Max(now.UtcTicks, Volatile.Read(ref PlaceOf(key)) + 1), TimeSpan.Zero);

    /// <summary>Whether a client may have changed since it was read.</summary>
    public bool IsOutdated(string key, DateTimeOffset readAt) => readAt.UtcTicks <= Volatile.Read(ref PlaceOf(key));

    private ref long PlaceOf(string key) => ref _changedAt[(uint)key.GetHashCode(StringComparison.Ordinal) % PlaceCount];
}
