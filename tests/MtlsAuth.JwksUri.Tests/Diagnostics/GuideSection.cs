using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.JwksUri.Tests.Diagnostics;

/// <summary>A section of <c>docs/operations.md</c>, and what the code has to say for it.</summary>
internal sealed partial class GuideSection(string title)
{
    private readonly string _text =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md")).Split($"\n## {title}\n")[1].Split("\n## ")[0];

    /// <summary>Ids and levels of a class's log events.</summary>
    public static IEnumerable<string> EventsOf(Type log) => log.GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .Select(static message => $"{message.EventId} {message.Level}");

    /// <summary>The values of a class's constants.</summary>
    public static IEnumerable<string> ValuesOf(Type constants) => constants.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => $"`{field.GetRawConstantValue()}`");

    /// <summary>Names, kinds and units of the instruments that are made by some meters.</summary>
    public static IReadOnlyList<string> InstrumentsOf(IMeterFactory meters, string prefix)
    {
        List<string> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                string kind = instrument switch
                {
                    Counter<long> => "counter",
                    ObservableGauge<int> => "gauge",
                    _ => "histogram",
                };
                found.Add($"`{instrument.Name}` {kind} `{instrument.Unit}`");
            }
        };
        listener.Start();
        return found;
    }

    /// <summary>The rows of the table whose head begins with that cell.</summary>
    public string[][] Table(string head) =>
    [
        .. Tables().Matches(_text).First(table => table.Groups["head"].Value.StartsWith($"| {head} |", StringComparison.Ordinal))
            .Groups["rows"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => row.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
    ];

    [GeneratedRegex(@"\n(?<head>\|.*\|)\n\|(?:---\|)+\n(?<rows>(?:\|.*\n)+)")]
    private static partial Regex Tables();
}
