using System.Text;
using System.Text.Json;
using MtlsAuth.Clients;
using MtlsAuth.Encodings;
using MtlsAuth.KeySets;
using MtlsAuth.Registration;

namespace MtlsAuth.Files;

/// <summary>Reads all clients of a file or folder, or none of them.</summary>
internal sealed class ClientMetadataFileReader(ClientJwkSetLimits? limits = null)
{
    private readonly ClientMetadataReader _reader = new(limits);
    private readonly Dictionary<string, LoadedClient> _byId = new(StringComparer.Ordinal);
    private readonly List<LoadedClient> _clients = [];

    /// <summary>The clients that were read, in their order.</summary>
    public IReadOnlyList<LoadedClient> Clients => _clients;

    public ClientMetadataError? Error { get; private set; }

    /// <summary>Whether a file could not be opened, which may pass without any change to it.</summary>
    public bool CouldNotOpen { get; private set; }

    /// <summary>Reads the files; null with <see cref="Error"/> set if anything is wrong with any of them.</summary>
    public LoadedClients? Read(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (!TryReadFile(file))
            {
                return null;
            }
        }

        return new LoadedClients(_clients, _byId);
    }

    private bool TryReadFile(string file)
    {
        if (!FileContents.TryRead(file, out byte[]? contents, out string? failure))
        {
            CouldNotOpen = true;
            return Fail(file, null, "$", failure);
        }

        try
        {
            // Editors put a byte order mark before UTF-8, which JSON on the wire must not have (RFC 8259 §8.1).
            int start = contents.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            using JsonDocument document = StrictJson.Parse(contents.AsMemory(start));
            return TryReadClients(file, document.RootElement);
        }
        catch (JsonException exception)
        {
            return Fail(file, null, "$", exception.Message, exception.LineNumber + 1);
        }
    }

    private bool TryReadClients(string file, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            return TryReadClient(file, "$", root);
        }

        if (root.ValueKind != JsonValueKind.Array)
        {
            return Fail(file, null, "$", "The file holds a client or an array of clients.");
        }

        int index = 0;
        foreach (JsonElement element in root.EnumerateArray())
        {
            if (!TryReadClient(file, $"$[{index++}]", element))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadClient(string file, string path, JsonElement element)
    {
        string? clientId = element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty("client_id"u8, out JsonElement id)
            && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
        if (!_reader.TryRead(element, out ClientMetadata? client, out ClientMetadataError? error))
        {
            return Fail(file, clientId, path + error.Path[1..], error.Description);
        }

        if (client.ClientId.Length == 0)
        {
            return Fail(file, null, path + ".client_id", "The client has no id.");
        }

        if (!TokenHashMember.TrySplit(client, out ClientMetadata? metadata, out RegistrationAccessTokenHash? hash))
        {
            return Fail(file, clientId, $"{path}.{ServerMembers.TokenHash}", "The value is not a SHA-256 hash in base64url.");
        }

        LoadedClient loaded = new(file, path, client, RegisteredClient.From(metadata), hash);
        _clients.Add(loaded);
        return _byId.TryAdd(client.ClientId, loaded)
            || Fail(file, clientId, path + ".client_id", "Another client has the same id.");
    }

    private bool Fail(string file, string? clientId, string path, string description, long? lineNumber = null)
    {
        Error = new ClientMetadataError(path, description) { File = file, ClientId = clientId, LineNumber = lineNumber };
        return false;
    }
}
