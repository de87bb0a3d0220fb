namespace MtlsAuth.Tool.Output;

/// <summary>A text of a table or list.</summary>
/// <param name="Text">The text. Whatever stands in it, it is shown and does nothing to the terminal.</param>
/// <param name="Tone">How it is meant.</param>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string text) => new(text);
}
