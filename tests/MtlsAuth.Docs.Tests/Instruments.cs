using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.JwksUri;

namespace MtlsAuth.Docs.Tests;

/// <summary>The instruments of a server with all packages, by the names that OpenTelemetry's Prometheus exporter gives them.</summary>
internal static class Instruments
{
    /// <summary>The names of all series.</summary>
    public static async Task<IReadOnlySet<string>> FindSeriesAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMtlsAuth().AddInMemoryClients([]);
        builder.Services.AddMtlsJwksUri().AddMtlsClientCache();
        await using WebApplication app = builder.Build();
        await app.StartAsync();
        app.Services.GetRequiredService<IClientJwkSetSource>();
        await app.Services.GetRequiredService<IClientMetadataStore>().FindAsync("nobody");

        HashSet<string> series = [];
        object meters = app.Services.GetRequiredService<IMeterFactory>();
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == MtlsClientDefaults.InstrumentationName)
            {
                series.UnionWith(Export(instrument));
            }
        };
        listener.Start();
        return series;
    }

    /// <summary>What instruments carry with each measurement: constants of the libraries, with underscores for dots.</summary>
    public static IEnumerable<string> FindLabels() => Libraries.All.SelectMany(static library => library.GetTypes())
        .Where(static type => type.Name is "AttributeNames" or "JwksUriInstruments" or "ClientCacheInstruments")
        .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
        .Where(static field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(static field => ((string)field.GetRawConstantValue()!).Replace('.', '_'));

    private static IEnumerable<string> Export(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit == "s" ? "_seconds" : string.Empty;
        return instrument switch
        {
            Counter<long> => [$"{name}{unit}_total"],
            Histogram<double> => [$"{name}{unit}_bucket", $"{name}{unit}_sum", $"{name}{unit}_count"],
            _ => [$"{name}{unit}"],
        };
    }
}
