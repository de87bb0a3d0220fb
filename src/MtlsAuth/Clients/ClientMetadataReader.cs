using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MtlsAuth.Json;
using MtlsAuth.KeySets;

namespace MtlsAuth.Clients;

/// <summary>Reads client metadata, and turns what the JSON library throws into errors that name the place.</summary>
internal static class ClientMetadataReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientMetadata? metadata,
        [NotNullWhen(false)] out ClientMetadataError? error)
    {
        metadata = null;
        if (utf8Json.Length > ClientJwkSetLimits.Default.MaximumLength)
        {
            error = new ClientMetadataError("$", "The text is too long.");
            return false;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            if (TryRead(document.RootElement, out metadata, out error))
            {
                return true;
            }

            // Lines are counted from where the object begins.
            int linesBefore = utf8Json[..utf8Json.IndexOfAnyExcept(" \t\r\n"u8)].Count((byte)'\n');
            error = error with { LineNumber = error.LineNumber + linesBefore };
            return false;
        }
        catch (JsonException exception)
        {
            error = ToError(exception);
            return false;
        }
    }

    public static bool TryRead(
        JsonElement element,
        [NotNullWhen(true)] out ClientMetadata? metadata,
        [NotNullWhen(false)] out ClientMetadataError? error)
    {
        metadata = null;
        error = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            error = new ClientMetadataError("$", "Client metadata is a JSON object.");
            return false;
        }

        try
        {
            metadata = element.Deserialize(ClientMetadataJsonContext.Default.ClientMetadata)!;
        }
        catch (JsonException exception)
        {
            error = ToError(exception);
        }

        return metadata is not null;
    }

    public static ClientMetadataError ToError(JsonException exception)
    {
        string path = exception.Path ?? "$";

        // Messages of the library quote the text, and texts may hold secrets. Ours say what kind of thing is wrong, and nothing else.
        string description = exception.Message.StartsWith("The key set is refused", StringComparison.Ordinal)
            ? exception.Message[..(exception.Message.IndexOf('.', StringComparison.Ordinal) + 1)]
            : path == "$" ? "The text is not JSON as it has to be: UTF-8, each member once, not nested deeply."
            : "The value has the wrong type.";
        return new ClientMetadataError(path, description, exception.LineNumber + 1);
    }
}
