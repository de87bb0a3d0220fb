namespace MtlsAuth.OpenBanking.Encodings;

/// <summary>Shows a value of a certificate in a sentence: bounded, in quotation marks. Whoever logs it makes it one line.</summary>
internal static class Excerpt
{
    private const int MaximumLength = 64;

    public static string Of(string? text) => text is null ? "nothing"
        : text.Length <= MaximumLength ? $"'{text}'"
        : $"'{text.AsSpan(0, MaximumLength)}...'";
}
