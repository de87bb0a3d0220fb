using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UntrustedHeaderAlarmTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddLogging(static logging => logging.AddFakeLogging()).BuildServiceProvider();

    private readonly UntrustedHeaderAlarm _alarm;

    public UntrustedHeaderAlarmTests()
    {
        _alarm = new UntrustedHeaderAlarm(
            new MtlsAuthMetrics(_services.GetRequiredService<IMeterFactory>(), _clock),
            _services.GetRequiredService<ILoggerFactory>(),
            _clock);
    }

    private IEnumerable<string> Warnings => _services.GetFakeLogCollector().GetSnapshot()
        .Where(static record => record is { Level: LogLevel.Warning, Id.Id: 7 })
        .Select(static record => record.Message);

    public void Dispose() => _services.Dispose();

    [Test]
    public void Raise_warns_at_once()
    {
        _alarm.Raise();

        Warnings.Should().ContainSingle().Which.Should().EndWith(": 1 since the last warning");
    }

    [Test]
    public void Raise_warns_once_a_minute()
    {
        RaiseOften();
        _clock.Advance(TimeSpan.FromSeconds(59));
        RaiseOften();

        Warnings.Should().ContainSingle();
    }

    [Test]
    public void Raise_tells_how_many_it_did_not_warn_of()
    {
        RaiseOften();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _alarm.Raise();

        Warnings.Should().HaveCount(2).And.Subject.Last().Should().EndWith(": 10 since the last warning");
    }

    [Test]
    public void Raise_counts_all_of_them()
    {
        using MetricCollector<long> collector = new(
            _services.GetRequiredService<IMeterFactory>(),
            MtlsClientDefaults.InstrumentationName,
            "mtlsauth.forwarded_certificate.untrusted");

        RaiseOften();

        collector.GetMeasurementSnapshot().EvaluateAsCounter().Should().Be(10);
    }

    private void RaiseOften()
    {
        for (int i = 0; i < 10; i++)
        {
            _alarm.Raise();
        }
    }
}
