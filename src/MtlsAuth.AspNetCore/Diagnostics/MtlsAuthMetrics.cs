using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Counts and times attempts under the name <see cref="MtlsClientDefaults.InstrumentationName"/>.</summary>
internal sealed class MtlsAuthMetrics
{
    // 10 microseconds to 10 seconds: a key is compared in a few, a revocation server may take seconds.
    private static readonly double[] DurationBoundaries =
        [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // From expired to two years.
    private static readonly double[] LifetimeBoundaries =
        [.. new[] { 0, 1, 3, 7, 14, 30, 60, 90, 180, 365, 730 }.Select(static days => TimeSpan.FromDays(days).TotalSeconds)];

    private readonly Meter _meter;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _remainingLifetime;
    private readonly Counter<long> _untrustedHeaders;
    private readonly Counter<long> _tokenBindingChecks;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _reportedViolations;

    public MtlsAuthMetrics(IMeterFactory meterFactory, TimeProvider clock)
    {
        _meter = meterFactory.Create(MtlsClientDefaults.InstrumentationName);
        _clock = clock;
        _attempts = _meter.CreateCounter<long>(
            InstrumentNames.Attempts, "{attempt}", "Attempts of clients to authenticate by certificate.");
        _duration = _meter.CreateHistogram(
            InstrumentNames.Duration,
            "s",
            "How long it took to authenticate a client or refuse it.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBoundaries });
        _remainingLifetime = _meter.CreateHistogram(
            InstrumentNames.RemainingLifetime,
            "s",
            "How long the certificates of clients that authenticated are still valid.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = LifetimeBoundaries });
        _untrustedHeaders = _meter.CreateCounter<long>(
            InstrumentNames.UntrustedHeaders, "{request}", "Requests with a certificate header that nothing proved to be the proxy's.");
        _tokenBindingChecks = _meter.CreateCounter<long>(
            InstrumentNames.TokenBindingChecks, "{check}", "Checks of the certificate binding of access tokens.");
        _reloads = _meter.CreateCounter<long>(
            InstrumentNames.Reloads, "{reload}", "Times that changed files with clients or authorities were read again.");
        _reportedViolations = _meter.CreateCounter<long>(
            InstrumentNames.ReportedViolations,
            "{violation}",
            "What would have refused a client that authenticated if the policy did not only report it.");
    }

    public void Record(ClientAuthenticationResult result, TimeSpan duration)
    {
        // Registered names are the clients' own words; only the known ones are values.
        string method = ClientAuthenticationMethods.IsMutualTls(result.Method) ? result.Method! : "other";
        TagList tags = new()
        {
            { AttributeNames.Method, method },
            { AttributeNames.CertificateStatus, Enum.GetName(result.Presented.Status) },
        };
        if (!result.IsAuthenticated)
        {
            tags.Add(AttributeNames.ErrorType, result.FailureReason.ToString());
        }

        _attempts.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
        foreach (ClientAuthenticationFailureReason violation in result.ReportedViolations)
        {
            _reportedViolations.Add(1, new KeyValuePair<string, object?>(AttributeNames.Violation, violation.ToString()));
        }

        foreach (ClientCertificateFinding finding in result.ReportedFindings)
        {
            _reportedViolations.Add(1, new KeyValuePair<string, object?>(AttributeNames.Violation, finding.Code));
        }

        if (result.IsAuthenticated && _remainingLifetime.Enabled)
        {
            // Below zero where the policy only reports expired certificates; a histogram has no bucket for that.
            TimeSpan remaining = result.Certificate.NotAfter - _clock.GetUtcNow();
            _remainingLifetime.Record(Math.Max(remaining.TotalSeconds, 0), new TagList { { AttributeNames.Method, method } });
        }
    }

    public void Record(ConfirmationOutcome outcome, PresentedCertificateStatus status) => _tokenBindingChecks.Add(
        1,
        new TagList
        {
            { AttributeNames.TokenBindingOutcome, outcome.ToString() },
            { AttributeNames.CertificateStatus, Enum.GetName(status) },
        });

    public void RecordUntrustedHeader() => _untrustedHeaders.Add(1);

    /// <summary>Files were read again.</summary>
    /// <param name="files">One of <see cref="ReloadedFileKinds"/>.</param>
    /// <param name="error">Null, or the kind of failure, of which there are only a few.</param>
    public void RecordReload(string files, string? error)
    {
        TagList tags = new() { { AttributeNames.ReloadedFiles, files } };
        if (error is not null)
        {
            tags.Add(AttributeNames.ErrorType, error);
        }

        _reloads.Add(1, tags);
    }

    /// <summary>Shows how many clients there are, of a store that knows.</summary>
    public void Observe(IClientCounts counts)
    {
        _meter.CreateObservableGauge(
            InstrumentNames.Clients, () => counts.ClientCount, "{client}", "Clients that are registered.");
        _meter.CreateObservableGauge(
            InstrumentNames.SkippedKeys, () => counts.SkippedKeyCount, "{key}", "Registered keys that cannot be used.");
    }
}
