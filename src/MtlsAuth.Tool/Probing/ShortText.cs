namespace MtlsAuth.Tool.Probing;

/// <summary>Text of a server that is to be shown, of a length that people read.</summary>
internal static class ShortText
{
    private const int MaximumLength = 200;

    /// <summary>The text, or its beginning.</summary>
    public static string? Of(string? text) => text is { Length: > MaximumLength } ? text[..MaximumLength] + "..." : text;
}
