using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Encodings;
using MtlsAuth.KeySets;

namespace MtlsAuth.Clients;

/// <summary>Reads client metadata, and turns what the JSON library throws into errors that name the place.</summary>
internal sealed class ClientMetadataReader
{
    /// <summary>The members that have a property.</summary>
    public static readonly FrozenSet<string> KnownMembers = ClientMetadataJsonContext.Default.ClientMetadata.Properties
        .Where(property => property is { IsExtensionData: false, Get: not null })
        .Select(property => property.Name)
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly ClientJwkSetLimits _limits;
    private readonly JsonTypeInfo<ClientMetadata> _typeInfo;

    /// <param name="limits">How large key sets may be; null for the defaults.</param>
    public ClientMetadataReader(ClientJwkSetLimits? limits)
    {
        _limits = limits ?? ClientJwkSetLimits.Default;
        ClientMetadataJsonContext context = _limits == ClientJwkSetLimits.Default
            ? ClientMetadataJsonContext.Default
            : new ClientMetadataJsonContext(new JsonSerializerOptions { Converters = { new ClientJwkSetJsonConverter(_limits) } });
        _typeInfo = context.ClientMetadata;
    }

    public bool TryRead(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientMetadata? metadata,
        [NotNullWhen(false)] out ClientMetadataError? error)
    {
        metadata = null;
        if (utf8Json.Length > _limits.MaximumLength)
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
            error = new ClientMetadataError(error.Path, error.Description) { LineNumber = error.LineNumber + linesBefore };
            return false;
        }
        catch (JsonException exception)
        {
            error = ToError(exception, exception.LineNumber);
            return false;
        }
    }

    public bool TryRead(
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

        // RFC 7592 §2.2: null and the empty string are what is left out. Other servers export them for every member they know.
        bool hasEmptyMembers = element.EnumerateObject().Any(IsEmpty);
        try
        {
            metadata = (hasEmptyMembers ? WithoutEmptyMembers(element) : element).Deserialize(_typeInfo)!;
        }
        catch (JsonException exception)
        {
            error = ToError(exception, hasEmptyMembers ? null : exception.LineNumber);
        }

        return metadata is not null;
    }

    /// <summary>Whether a member with this value is as good as left out (RFC 7592 §2.2).</summary>
    public static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && value.ValueEquals(ReadOnlySpan<byte>.Empty));

    private static JsonElement WithoutEmptyMembers(JsonElement element) =>
        OtherMembers.Keep([.. element.EnumerateObject().Where(member => !IsEmpty(member))]) is { } others
            ? JsonElement.Parse(others)
            : JsonElement.Parse("{}"u8);

    private static bool IsEmpty(JsonProperty member) => IsEmpty(member.Value) && KnownMembers.Contains(member.Name);

    private static ClientMetadataError ToError(JsonException exception, long? lineFromZero)
    {
        string path = exception.Path ?? "$";

        // Messages of the library quote the text, and texts may hold secrets. Ours say what kind of thing is wrong, and nothing else.
        string description = exception.Message.StartsWith(ClientJwkSetJsonConverter.Refused, StringComparison.Ordinal)
            ? exception.Message[..(exception.Message.IndexOf('.', StringComparison.Ordinal) + 1)]
            : path == "$" ? "The text is not JSON as it has to be: UTF-8, each member once, not nested deeply."
            : "The value has the wrong type.";
        return new ClientMetadataError(path, description) { LineNumber = lineFromZero + 1 };
    }
}
