using System.Buffers;
using System.Text.Json;

namespace MtlsAuth.KeySets;

/// <summary>Keeps what a compiled form has no place for, as JSON in UTF-8, so that reading and writing loses nothing.</summary>
internal static class OtherMembers
{
    /// <summary>The members as one JSON object; null if there are none.</summary>
    public static byte[]? Keep(IReadOnlyCollection<JsonProperty> members)
    {
        if (members.Count == 0)
        {
            return null;
        }

        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        foreach (JsonProperty member in members)
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The value without the white space around its parts.</summary>
    public static byte[] Keep(JsonElement value)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        value.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Whether a member is among those that were kept.</summary>
    public static bool Has(byte[]? kept, ReadOnlySpan<byte> name)
    {
        if (kept is null)
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(kept);
        return document.RootElement.TryGetProperty(name, out _);
    }

    /// <summary>Writes the members that were kept into the object that the writer is in.</summary>
    public static void WriteTo(Utf8JsonWriter writer, byte[]? kept)
    {
        if (kept is null)
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(kept);
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }
}
