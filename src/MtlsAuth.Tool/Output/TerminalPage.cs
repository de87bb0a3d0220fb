using Spectre.Console;

namespace MtlsAuth.Tool.Output;

/// <summary>A terminal: colours, unless somebody does not want them, and tables with frames.</summary>
internal sealed class TerminalPage : IPage
{
    private readonly TextWriter _output;
    private readonly IAnsiConsole _console;
    private bool _isBegun;

    /// <param name="output">The terminal.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="hasColors">False as <c>NO_COLOR</c> wishes it (https://no-color.org).</param>
    public TerminalPage(TextWriter output, int width, bool hasColors)
    {
        _output = output;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = hasColors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        _console.Profile.Width = width;
    }

    public void WriteHeading(Cell text)
    {
        if (_isBegun)
        {
            _console.WriteLine();
        }

        _isBegun = true;
        _console.Write(new Text(SafeText.Of(text.Text), ToStyle(text.Tone).Decoration(Decoration.Bold)));
        _console.WriteLine();
    }

    public void WriteLine(Cell text)
    {
        _isBegun = true;
        _console.Write(ToText(text));
        _console.WriteLine();
    }

    public void WriteFields(IReadOnlyList<(string Name, Cell Value)> fields)
    {
        _isBegun = true;
        Grid grid = new();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach ((string name, Cell value) in fields)
        {
            grid.AddRow(ToText(new Cell(name, Tone.Quiet)), ToText(value));
        }

        _console.Write(grid);
    }

    public void WriteTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        _isBegun = true;
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (IReadOnlyList<Cell> row in rows)
        {
            table.AddRow(row.Select(ToText));
        }

        _console.Write(table);
    }

    // Past the console, which would wrap lines.
    public void WriteVerbatim(string text)
    {
        _isBegun = true;
        _output.Write(text);
        if (!text.EndsWith('\n'))
        {
            _output.WriteLine();
        }
    }

    private static Text ToText(Cell cell) => new(SafeText.Of(cell.Text), ToStyle(cell.Tone));

    private static Style ToStyle(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Doubtful => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon),
        Tone.Quiet => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
