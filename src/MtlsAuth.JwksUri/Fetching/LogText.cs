namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Makes of what others wrote a piece of one line in a log.</summary>
internal static class LogText
{
    public const int MaximumLength = 200;

    /// <summary>The beginning of a text, with a question mark for each character that is not printable ASCII.</summary>
    public static string Of(string text) => string.Create(Math.Min(text.Length, MaximumLength), text, static (line, text) =>
    {
        for (int index = 0; index < line.Length; index++)
        {
            line[index] = text[index] is >= ' ' and <= '~' ? text[index] : '?';
        }
    });
}
