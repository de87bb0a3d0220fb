using System.Text.Json;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Output;

/// <summary>Where a command's reports go: to the output, in one of three forms.</summary>
internal sealed class ReportWriter
{
    private readonly TextWriter _output;
    private readonly IPage? _page;

    private ReportWriter(TextWriter output, IPage? page)
    {
        _output = output;
        _page = page;
    }

    /// <summary>Chooses the form: lines of JSON where they are asked for, tables on a terminal, plain text for all else.</summary>
    public static ReportWriter Create(ToolEnvironment environment, bool isJson) => new(
        environment.Output,
        isJson ? null
            : environment.TerminalWidth is { } width
                ? new TerminalPage(environment.Output, width, hasColors: string.IsNullOrEmpty(environment.FindVariable("NO_COLOR")))
            : new PlainPage(environment.Output));

    /// <summary>Whether results are lines of JSON.</summary>
    public bool IsJson => _page is null;

    /// <summary>Writes a report.</summary>
    public void Write(IReport report)
    {
        if (_page is null)
        {
            string json = JsonText.Write(writer => JsonSerializer.Serialize(writer, report, report.JsonType), isIndented: false);
            _output.WriteLine(SafeText.Of(json));
        }
        else
        {
            report.WriteTo(_page);
        }
    }
}
