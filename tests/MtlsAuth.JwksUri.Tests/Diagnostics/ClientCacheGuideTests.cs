using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Tests.Clients;

namespace MtlsAuth.JwksUri.Tests.Diagnostics;

/// <summary><c>docs/operations.md</c> names all that the cache of clients can say, and nothing else.</summary>
public sealed partial class ClientCacheGuideTests
{
    private static readonly string Section =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md")).Split("\n## The cache of clients\n")[1].Split("\n## ")[0];

    [Test]
    public void Every_log_event_is_explained_with_its_level() => Table("id").Select(static row => $"{row[0]} {row[1]}")
        .Should().Equal(typeof(ClientCacheLog).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static message => $"{message.EventId} {message.Level}"));

    [Test]
    public async Task Every_instrument_is_explained_with_its_unit()
    {
        await using Instance instance = new(new StoreUnderTest());
        object meters = instance.Services.GetRequiredService<IMeterFactory>();
        List<string> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == ClientCacheInstruments.Meter)
            {
                found.Add($"`{instrument.Name}` counter `{instrument.Unit}`");
            }
        };
        listener.Start();

        Table("instrument").Select(static row => $"{row[0]} {row[1]} {row[2]}").Should().Equal(found);
    }

    [Test]
    public void Every_outcome_is_explained() => Table($"`{ClientCacheInstruments.Outcome}`").Select(static row => row[0])
        .Should().Equal(typeof(ClientCacheOutcomes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => $"`{field.GetRawConstantValue()}`"));

    [Test]
    public void Every_setting_is_explained_with_its_default() => Table("setting").Select(static row => $"{row[0]} {row[1]}")
        .Should().Equal(typeof(ClientCacheOptions).GetProperties()
            .Select(static setting => FormattableString.Invariant($"`{setting.Name}` {setting.GetValue(new ClientCacheOptions()):g}")));

    // The rows of the table whose head begins with that cell.
    private static string[][] Table(string head) =>
    [
        .. Tables().Matches(Section).First(table => table.Groups["head"].Value.StartsWith($"| {head} |", StringComparison.Ordinal))
            .Groups["rows"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => row.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
    ];

    [GeneratedRegex(@"\n(?<head>\|.*\|)\n\|(?:---\|)+\n(?<rows>(?:\|.*\n)+)")]
    private static partial Regex Tables();
}
