using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Counts headers that came without proof, and warns of them once a minute: an attack must not fill the log.</summary>
internal sealed class UntrustedHeaderAlarm(MtlsAuthMetrics metrics, ILoggerFactory loggers, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);
    private readonly object _lock = new();
    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;
    private long _count;

    public void Raise()
    {
        metrics.RecordUntrustedHeader();
        long count;
        lock (_lock)
        {
            _count++;
            DateTimeOffset now = clock.GetUtcNow();
            if (now < _quietUntil)
            {
                return;
            }

            count = _count;
            _count = 0;
            _quietUntil = now + Interval;
        }

        Log.UntrustedHeader(_logger, count);
    }
}
