using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>
/// Reads JSON as strictly as the library does, and says where it is not: UTF-8, each member once, bounded depth, text that can be decoded.
/// </summary>
internal static class JsonInput
{
    /// <summary>The deepest nesting that the library reads in client metadata and key sets.</summary>
    public const int LibraryDepth = 16;

    /// <summary>The text without the byte order mark that editors put before it.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;

    /// <summary>Parses a text. The document copies nothing.</summary>
    /// <param name="utf8Json">The text, with or without byte order mark.</param>
    /// <param name="name">What it is called in complaints.</param>
    /// <param name="maximumDepth">How deeply it may be nested.</param>
    /// <exception cref="UnreadableException">It is no such JSON. The message names line and column.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8Json, string name, int maximumDepth)
    {
        ReadOnlyMemory<byte> text = WithoutMark(utf8Json);
        return FindFault(text.Span, maximumDepth) is { } fault
            ? throw new UnreadableException($"{name}:{TextPlace.Of(text.Span, fault.Offset)}: {fault.Text}")
            : JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maximumDepth });
    }

    /// <summary>The first fault of a text; null for none. Never throws for bad input.</summary>
    public static JsonFault? FindFault(ReadOnlySpan<byte> utf8Json, int maximumDepth)
    {
        if (!Utf8.IsValid(utf8Json))
        {
            return new JsonFault(FindInvalidOctet(utf8Json), "The text is not UTF-8.");
        }

        Stack<HashSet<string>> members = [];
        Utf8JsonReader reader = new(utf8Json, new JsonReaderOptions { MaxDepth = maximumDepth });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        members.Push([]);
                        break;
                    case JsonTokenType.EndObject:
                        members.Pop();
                        break;
                    case JsonTokenType.PropertyName when !members.Peek().Add(reader.GetString()!):
                        return new JsonFault(reader.TokenStartIndex, "The member is there twice.");
                    case JsonTokenType.String when reader.ValueIsEscaped:
                        _ = reader.GetString();
                        break;
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            return new JsonFault(OffsetOf(exception, utf8Json), Shorten(exception.Message));
        }
        catch (InvalidOperationException)
        {
            return new JsonFault(reader.TokenStartIndex, "The string has an escape that stands for no character.");
        }
    }

    private static long OffsetOf(JsonException exception, ReadOnlySpan<byte> text)
    {
        int start = 0;
        for (long line = 0; line < exception.LineNumber; line++)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return start + (exception.BytePositionInLine ?? 0);
    }

    // The library counts lines and octets from 0 at the message's end.
    private static string Shorten(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and >= 0 ? message[..end] : message;

    private static long FindInvalidOctet(ReadOnlySpan<byte> text)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
