using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

/// <summary><c>docs/operations.md</c> names all that the code can say, and nothing else. Its reasons have a page of their own.</summary>
public sealed partial class OperationsGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));

    [Test]
    public void Every_log_event_is_explained_with_its_level() => Rows("Log events").Select(static row => $"{row[0]} {row[1]}")
        .Should().BeEquivalentTo(LogMessages().Select(static message => $"{message.EventId} {message.Level}"));

    [Test]
    public void No_log_event_has_the_number_of_another() =>
        LogMessages().Select(static message => message.EventId).Should().OnlyHaveUniqueItems();

    [Test]
    public async Task Every_instrument_is_explained_with_its_kind_and_unit()
    {
        await using TestServer server = await TestServer.StartAsync();

        Rows("Metrics").Where(static row => row.Length == 4).Select(static row => $"{row[0]} {row[1]} {row[2]}")
            .Should().BeEquivalentTo(Instruments(server).Select(
                static instrument => $"{Code(instrument.Name)} {Kind(instrument)} {Code(instrument.Unit!)}"));
    }

    [Test]
    public void Every_attribute_is_explained()
    {
        string[] explained = [.. Rows("Metrics").Where(static row => row.Length == 3).Concat(Rows("Traces"))
            .SelectMany(static row => row[0].Split(", ")).Distinct()];

        explained.Should().BeEquivalentTo(Constants(typeof(AttributeNames)).Select(Code));
    }

    [Test]
    public void The_span_and_what_is_reloaded_are_named() =>
        Constants(typeof(ReloadedFileKinds)).Append(InstrumentNames.Span).Should().OnlyContain(static name => Guide.Contains(Code(name)));

    // The rows of a section's tables without their heads, cell by cell.
    private static string[][] Rows(string section)
    {
        string text = Guide.Split($"\n## {section}\n")[1].Split("\n## ")[0];
        return
        [
            .. TableBodies().Matches(text)
                .SelectMany(static body => body.Groups["rows"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(static row => row.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
        ];
    }

    private static string Code(string name) => $"`{name}`";

    private static IEnumerable<(int EventId, LogLevel Level)> LogMessages() => typeof(Log)
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .Select(static message => (message.EventId, message.Level));

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(static field => field.IsLiteral).Select(static field => (string)field.GetRawConstantValue()!);

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        ObservableGauge<int> => "gauge",
        _ => instrument.GetType().Name,
    };

    private static ConcurrentBag<Instrument> Instruments(TestServer server)
    {
        ConcurrentBag<Instrument> found = [];
        object meters = server.Services.GetRequiredService<IMeterFactory>();
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == MtlsClientDefaults.InstrumentationName)
                {
                    found.Add(instrument);
                }
            },
        };
        listener.Start();
        return found;
    }

    [GeneratedRegex(@"\n\|(?:---\|)+\n(?<rows>(?:\|.*\n)+)")]
    private static partial Regex TableBodies();
}
