namespace ExistingServer;

/// <summary>The assertions that were taken and have not expired. Several instances of a server share a table of them instead.</summary>
internal sealed class UsedAssertions
{
    private const int MaximumCount = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(string Client, string Id)> _ids = [];
    private readonly PriorityQueue<(string Client, string Id), DateTimeOffset> _byExpiry = new();

    /// <summary>Whether the assertion is new. If there is no room to remember it, it counts as used.</summary>
    public bool TryAdd((string Client, string Id) assertion, DateTimeOffset expiry, DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_byExpiry.TryPeek(out (string Client, string Id) oldest, out DateTimeOffset ended) && ended < now)
            {
                _byExpiry.Dequeue();
                _ids.Remove(oldest);
            }

            if (_ids.Count >= MaximumCount || !_ids.Add(assertion))
            {
                return false;
            }

            _byExpiry.Enqueue(assertion, expiry);
            return true;
        }
    }
}
