using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using MtlsAuth.JwksUri.Diagnostics;

namespace MtlsAuth.JwksUri.Tests.KeySets;

/// <summary>The causes for which keys were not fetched again.</summary>
internal sealed class MetricCollection(KeySetInstance instance) : IDisposable
{
    private readonly MetricCollector<long> _collector = instance.Collect<long>(JwksUriInstruments.RefreshesRefused);

    public IEnumerable<string> Causes => _collector.GetMeasurementSnapshot()
        .Select(static measurement => (string)measurement.Tags[JwksUriInstruments.Cause]!);

    public void Dispose() => _collector.Dispose();
}
