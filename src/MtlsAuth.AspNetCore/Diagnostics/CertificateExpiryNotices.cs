using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Says once a day for each client at most that the certificate it authenticates with expires soon.</summary>
internal sealed class CertificateExpiryNotices(IOptions<MtlsAuthOptions> options, TimeProvider clock, ILoggerFactory loggers)
{
    // Only clients that authenticated get here. Beyond that, further ones wait until the day of others is over.
    private const int MaximumClientCount = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _saidAt = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);
    private long _lookedAt;

    /// <summary>A client has authenticated with a certificate that expires then, or has.</summary>
    public void Note(string clientId, DateTimeOffset notAfter)
    {
        DateTimeOffset now = clock.GetUtcNow();
        TimeSpan remaining = notAfter - now;
        if (remaining < options.Value.CertificateExpiryWarning && TryTakeTurn(clientId, now))
        {
            Log.CertificateExpiresSoon(_logger, LogText.From(clientId), notAfter, Math.Max(0, (int)remaining.TotalDays));
        }
    }

    private bool TryTakeTurn(string clientId, DateTimeOffset now)
    {
        if (_saidAt.TryGetValue(clientId, out DateTimeOffset saidAt))
        {
            return now - saidAt >= Interval && _saidAt.TryUpdate(clientId, now, saidAt);
        }

        return (_saidAt.Count < MaximumClientCount || TryMakeRoom(now)) && _saidAt.TryAdd(clientId, now);
    }

    // Where all certificates are short-lived, each request of a further client gets here: not each of them looks through all.
    private bool TryMakeRoom(DateTimeOffset now)
    {
        long lookedAt = Interlocked.Read(ref _lookedAt);
        if (now.UtcTicks - lookedAt < LookInterval.Ticks
            || Interlocked.CompareExchange(ref _lookedAt, now.UtcTicks, lookedAt) != lookedAt)
        {
            return false;
        }

        foreach ((string other, DateTimeOffset at) in _saidAt)
        {
            if (now - at >= Interval)
            {
                _saidAt.TryRemove(other, out _);
            }
        }

        return _saidAt.Count < MaximumClientCount;
    }
}
