using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>Logs, counts and times what is fetched.</summary>
internal sealed class JwksUriTelemetry
{
    // From a server beside this one to the longest time that a fetch may take.
    private static readonly double[] DurationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    // From just fetched to as old as keys may be.
    private static readonly double[] AgeBoundaries = [1, 10, 60, 300, 900, 3_600, 14_400, 86_400, 604_800];

    private readonly ILogger _logger;
    private readonly Counter<long> _fetches;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _age;
    private readonly Counter<long> _refreshesRefused;

    public JwksUriTelemetry(IMeterFactory meters, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger(Instrumentation.Name);
        Meter meter = meters.Create(Instrumentation.Name);
        _fetches = meter.CreateCounter<long>(JwksUriInstruments.Fetches, "{fetch}", "Fetches of keys behind jwks_uri.");
        _duration = meter.CreateHistogram(
            JwksUriInstruments.FetchDuration,
            "s",
            "How long fetches of keys behind jwks_uri took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBoundaries });
        _age = meter.CreateHistogram(
            JwksUriInstruments.KeySetAge,
            "s",
            "How old the keys behind jwks_uri were that certificates were compared with.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = AgeBoundaries });
        _refreshesRefused = meter.CreateCounter<long>(
            JwksUriInstruments.RefreshesRefused,
            "{refresh}",
            "Certificates that matched no key behind jwks_uri, for which the keys were not fetched again.");
    }

    /// <summary>Keys were fetched, or not.</summary>
    /// <param name="host">From where.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="keys">The keys that count from now on; null for none.</param>
    /// <param name="lifetime">How long nobody asks again.</param>
    /// <param name="duration">How long it took.</param>
    public void Fetched(string host, FetchResult result, ClientJwkSet? keys, TimeSpan lifetime, TimeSpan duration)
    {
        Record(result, duration);
        if (result.Failure == JwksUriFailure.None)
        {
            WriteSuccess(host, result, lifetime);
        }
        else if (keys is not null)
        {
            JwksUriLog.FailedWithKeys(_logger, host, lifetime, result.Failure, result.Detail);
        }
        else
        {
            JwksUriLog.FailedWithoutKeys(_logger, host, lifetime, result.Failure, result.Detail);
        }
    }

    /// <summary>Keys of a client that registers were fetched, or not.</summary>
    public void FetchedForRegistration(string host, FetchResult result, TimeSpan duration)
    {
        Record(result, duration);
        if (result.Failure != JwksUriFailure.None)
        {
            JwksUriLog.FailedAtRegistration(_logger, host, result.Failure, result.Detail);
        }
    }

    /// <summary>A certificate is compared with keys of that age.</summary>
    public void Used(TimeSpan age) => _age.Record(Math.Max(age.TotalSeconds, 0));

    /// <summary>Keys were not fetched again although a certificate had matched none of them.</summary>
    /// <param name="cause">One of <see cref="RefreshRefusals"/>.</param>
    public void RefreshRefused(string cause) =>
        _refreshesRefused.Add(1, new KeyValuePair<string, object?>(JwksUriInstruments.Cause, cause));

    private static string OutcomeOf(FetchResult result) => result switch
    {
        { Failure: not JwksUriFailure.None } => "failed",
        { Keys: null } => "not_modified",
        _ => "modified",
    };

    private void Record(FetchResult result, TimeSpan duration)
    {
        TagList tags = new() { { JwksUriInstruments.Outcome, OutcomeOf(result) } };
        if (result.Failure != JwksUriFailure.None)
        {
            tags.Add(JwksUriInstruments.ErrorType, result.Failure.ToString());
        }

        _fetches.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }

    private void WriteSuccess(string host, FetchResult result, TimeSpan lifetime)
    {
        if (result.Keys is { } keys)
        {
            JwksUriLog.Fetched(_logger, host, keys.Keys.Count, keys.SkippedKeys.Count, lifetime);
        }
        else
        {
            JwksUriLog.NotModified(_logger, host, lifetime);
        }
    }
}
