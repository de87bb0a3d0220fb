namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Makes text from a request fit for a log: bounded, and on one line whatever the log's format.</summary>
internal static class LogText
{
    private const int MaximumLength = 128;

    public static string From(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "(none)";
        }

        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, MaximumLength));
        if (text.Length <= MaximumLength && !start.ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        return string.Create(start.Length, text, static (destination, source) =>
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
    }
}
