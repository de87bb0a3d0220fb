namespace MtlsAuth.JwksUri.KeySets;

/// <summary>How many fetches a minute strangers can cause on this instance, all clients together.</summary>
/// <remarks>What is not used is kept for a minute, so that as many may come at once. Thread-safe.</remarks>
internal sealed class RefreshBudget(int perMinute, TimeProvider clock)
{
    private readonly object _taking = new();
    private double _left = perMinute;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>Whether none is left now.</summary>
    public bool IsUsedUp
    {
        get
        {
            lock (_taking)
            {
                Fill();
                return _left < 1;
            }
        }
    }

    /// <summary>Takes one, unless none is left.</summary>
    public bool TryTake()
    {
        lock (_taking)
        {
            Fill();
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }

    private void Fill()
    {
        long now = clock.GetTimestamp();
        _left = Math.Min(perMinute, _left + (clock.GetElapsedTime(_filledAt, now).TotalMinutes * perMinute));
        _filledAt = now;
    }
}
