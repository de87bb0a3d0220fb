using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>Logs failures of the store behind the cache, and counts what came of asking the cache.</summary>
internal sealed class ClientCacheTelemetry
{
    private readonly ILogger _logger;
    private readonly Counter<long> _lookups;

    public ClientCacheTelemetry(IMeterFactory meters, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger(Instrumentation.Name);
        _lookups = meters.Create(Instrumentation.Name).CreateCounter<long>(
            ClientCacheInstruments.Lookups, "{lookup}", "Look-ups of clients in the cache.");
    }

    /// <param name="outcome">One of <see cref="ClientCacheOutcomes"/>.</param>
    public void LookedUp(string outcome) =>
        _lookups.Add(1, new KeyValuePair<string, object?>(ClientCacheInstruments.Outcome, outcome));

    /// <summary>The store failed.</summary>
    /// <param name="clientId">Of which client; printable, and bounded.</param>
    /// <param name="age">How old what is known of the client is; null if nothing is.</param>
    /// <param name="pause">How long nobody asks again.</param>
    /// <param name="exception">What the store threw.</param>
    public void Failed(string clientId, TimeSpan? age, TimeSpan pause, Exception exception)
    {
        if (age is { } known)
        {
            ClientCacheLog.FailedWithClient(_logger, clientId, pause, known, exception);
        }
        else
        {
            ClientCacheLog.FailedWithoutClient(_logger, clientId, pause, exception);
        }
    }
}
