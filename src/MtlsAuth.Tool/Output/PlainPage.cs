namespace MtlsAuth.Tool.Output;

/// <summary>Text without colours and frames, whose columns stand below each other: for files and other programs.</summary>
internal sealed class PlainPage(TextWriter output) : IPage
{
    private const string Gap = "  ";
    private bool _isBegun;

    public void WriteHeading(Cell text)
    {
        if (_isBegun)
        {
            output.WriteLine();
        }

        WriteLine(text);
    }

    public void WriteLine(Cell text)
    {
        _isBegun = true;
        output.WriteLine(SafeText.Of(text.Text));
    }

    public void WriteFields(IReadOnlyList<(string Name, Cell Value)> fields)
    {
        int width = fields.Count == 0 ? 0 : fields.Max(static field => field.Name.Length);
        foreach ((string name, Cell value) in fields)
        {
            WriteLine($"{Gap}{name.PadRight(width)}{Gap}{value.Text}".TrimEnd());
        }
    }

    public void WriteTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        List<string[]> lines = [[.. columns], .. rows.Select(static row => row.Select(static cell => SafeText.Of(cell.Text)).ToArray())];
        int[] widths = [.. columns.Select((_, index) => lines.Max(line => line[index].Length))];
        foreach (string[] line in lines)
        {
            WriteLine(string.Join(Gap, line.Select((text, index) => text.PadRight(widths[index]))).TrimEnd());
        }
    }

    public void WriteVerbatim(string text)
    {
        _isBegun = true;
        output.Write(text);
        if (!text.EndsWith('\n'))
        {
            output.WriteLine();
        }
    }
}
