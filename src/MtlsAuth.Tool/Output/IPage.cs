namespace MtlsAuth.Tool.Output;

/// <summary>What reports are written on for people: a terminal, or text for a file or another program.</summary>
internal interface IPage
{
    /// <summary>The title of what follows, apart from what stands above.</summary>
    void WriteHeading(Cell text);

    /// <summary>A line of its own.</summary>
    void WriteLine(Cell text);

    /// <summary>Names with their values, one below the other. A name that repeats the one above may be empty.</summary>
    void WriteFields(IReadOnlyList<(string Name, Cell Value)> fields);

    /// <summary>A table.</summary>
    void WriteTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows);

    /// <summary>A text as it is, to be copied or kept: JSON, a configuration, a script.</summary>
    void WriteVerbatim(string text);
}
