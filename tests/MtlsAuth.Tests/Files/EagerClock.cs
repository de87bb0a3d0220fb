namespace MtlsAuth.Tests.Files;

/// <summary>A clock for which every wait is over at once, and which knows how long was waited.</summary>
internal sealed class EagerClock : TimeProvider
{
    /// <summary>How many timers were asked for.</summary>
    public int TimerCount { get; private set; }

    /// <summary>How long all timers were to take, one after the other.</summary>
    public TimeSpan Waited { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TimerCount++;
        Waited += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
