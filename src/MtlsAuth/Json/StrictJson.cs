using System.Text.Json;
using System.Text.Unicode;

namespace MtlsAuth.Json;

/// <summary>Reads JSON from outside: valid UTF-8, no member twice, no comments, bounded depth, text that can be decoded.</summary>
internal static class StrictJson
{
    /// <summary>The deepest nesting that is read. Key sets and client metadata need four levels.</summary>
    public const int MaximumDepth = 16;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    // RFC 7517 §4 lets a reader refuse repeated names. Whoever takes the last one may see another key than the one reviewed.
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    /// <summary>Parses a whole JSON text; the document copies nothing, so the memory must not change while it is used.</summary>
    /// <exception cref="JsonException">The text is refused. The exception names line and position where they are known.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json.Span))
        {
            throw new JsonException("The text is not UTF-8.");
        }

        CheckEscapes(utf8Json.Span);
        return JsonDocument.Parse(utf8Json, DocumentOptions);
    }

    // A lone surrogate written as an escape is valid JSON but no text, and reading it later would throw where nobody expects it.
    private static void CheckEscapes(ReadOnlySpan<byte> utf8Json)
    {
        Utf8JsonReader reader = new(utf8Json, ReaderOptions);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException("A string has an escape that stands for no character.", exception);
            }
        }
    }
}
