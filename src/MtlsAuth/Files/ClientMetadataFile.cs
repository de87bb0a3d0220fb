using System.Buffers;
using System.Text.Json;
using MtlsAuth.Clients;
using MtlsAuth.Files;
using MtlsAuth.Registration;

namespace MtlsAuth;

/// <summary>Reads and writes a file with client metadata, as <see cref="JsonFileClientMetadataStore"/> does.</summary>
/// <remarks>
/// For tools that change the file of a store: what they read is what the store reads, and what they write it can read. One writer at a
/// time; the store may read at any moment. Servers add and change clients with <see cref="ClientRegistry"/> in front of the store.
/// </remarks>
public static class ClientMetadataFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Reads the clients of a file, in their order.</summary>
    /// <param name="path">A file with one client or an array of clients, in UTF-8 with or without byte order mark.</param>
    /// <exception cref="ClientMetadataFileException">The file cannot be read; the message names client and member.</exception>
    public static IReadOnlyList<ClientMetadata> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ClientMetadataFileReader reader = new();
        return reader.Read([path]) is null
            ? throw new ClientMetadataFileException(reader.Error!)
            : [.. reader.Clients.Select(client => client.Metadata)];
    }

    /// <summary>Writes an array of clients. The file is written beside and renamed, so that nobody reads half of it.</summary>
    /// <exception cref="ClientMetadataFileException">
    /// The store could not read such a file: a client has no id, two have the same, or one is nested too deeply. The file stays as it is.
    /// </exception>
    public static void Write(string path, IEnumerable<ClientMetadata> clients)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(clients);
        AtomicFile.Write(path, ToUtf8Json(clients), static written => Read(written));
    }

    internal static byte[] ToUtf8Json(IEnumerable<ClientMetadata> clients)
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json, Indented);
        writer.WriteStartArray();
        foreach (ClientMetadata client in clients)
        {
            JsonSerializer.Serialize(writer, client, ClientMetadataJsonContext.Default.ClientMetadata);
        }

        writer.WriteEndArray();
        writer.Flush();
        return [.. json.WrittenSpan, (byte)'\n'];
    }
}
