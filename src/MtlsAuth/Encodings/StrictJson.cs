using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace MtlsAuth.Encodings;

/// <summary>Reads JSON from outside: valid UTF-8, no member twice, no comments, bounded depth, text that can be decoded.</summary>
internal static class StrictJson
{
    /// <summary>The deepest nesting that is read. Key sets and client metadata need four levels.</summary>
    public const int MaximumDepth = 16;

    // \uXXXX, one unit of UTF-16 (RFC 8259 §7).
    private const int CodeUnitLength = 6;

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

        Utf8JsonReader reader = new(utf8Json.Span, ReaderOptions);
        while (reader.Read())
        {
            if (!IsText(reader))
            {
                throw new JsonException("A string has an escape that stands for no character.");
            }
        }

        return JsonDocument.Parse(utf8Json, DocumentOptions);
    }

    // Whether the escapes in the name or string that the reader is at stand for text; true for all other tokens. Half of a surrogate pair,
    // written as an escape, is JSON by its grammar (RFC 8259 §8.2) but no text: the JSON library throws InvalidOperationException where
    // such a name is compared or such a string is read.
    private static bool IsText(in Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
        {
            return true;
        }

        ReadOnlySpan<byte> rest = reader.ValueSpan;
        while (rest.IndexOf((byte)'\\') is var escape and >= 0)
        {
            rest = rest[escape..];
            if (!TryReadCodeUnit(rest, out char first))
            {
                // A backslash and one character, which may be a backslash as well.
                rest = rest[2..];
                continue;
            }

            rest = rest[CodeUnitLength..];
            if (!char.IsSurrogate(first))
            {
                continue;
            }

            if (!char.IsHighSurrogate(first) || !TryReadCodeUnit(rest, out char second) || !char.IsLowSurrogate(second))
            {
                return false;
            }

            rest = rest[CodeUnitLength..];
        }

        return true;
    }

    // The JSON reader has seen to it that four hexadecimal digits follow.
    private static bool TryReadCodeUnit(ReadOnlySpan<byte> text, out char unit)
    {
        bool isCodeUnit = text.StartsWith("\\u"u8);
        unit = isCodeUnit
            ? (char)ushort.Parse(text[2..CodeUnitLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : default;
        return isCodeUnit;
    }
}
