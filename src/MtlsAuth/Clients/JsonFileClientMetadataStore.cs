using System.Collections.Frozen;
using MtlsAuth.Files;

namespace MtlsAuth.Clients;

/// <summary>Keeps client metadata in a JSON file, or in a folder of them, and follows their changes.</summary>
/// <remarks>
/// <para>
/// A file holds one client or an array of clients (<see cref="ClientMetadata"/>); a folder is all its files that end in
/// <c>.json</c>. An edit takes effect as a whole or not at all: a broken one is reported and the last good state stays in force.
/// Write files under another name and rename them, so that nobody reads half of one.
/// </para>
/// <para>
/// Changes are found by file times and lengths, which a look-up checks now and then. A file that could not be opened is tried again each
/// time, and reported again when the reason is another.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class JsonFileClientMetadataStore : IClientMetadataStore, IClientCounts
{
    private readonly JsonFileClientMetadataStoreOptions _options;
    private readonly WatchedFiles _files;
    private readonly Action<IReadOnlyList<string>> _reload;
    private volatile FrozenDictionary<string, ClientMetadata> _clients = FrozenDictionary<string, ClientMetadata>.Empty;
    private volatile ClientMetadataFileError? _lastError;

    private JsonFileClientMetadataStore(string path, JsonFileClientMetadataStoreOptions options, TimeProvider clock)
    {
        _options = options with { };
        _reload = files =>
        {
            ClientMetadataFileError? before = _lastError;
            if (!Load(files, out bool couldOpen) && (couldOpen || _lastError != before))
            {
                _options.OnReloadFailed?.Invoke(_lastError!);
            }
        };
        _files = new WatchedFiles(path, "*.json", options.ReloadInterval, clock);
    }

    /// <summary>Why the last edit was not read, or null if the files are in force as they are.</summary>
    public ClientMetadataFileError? LastError => _lastError;

    /// <inheritdoc/>
    public int ClientCount => _clients.Count;

    /// <inheritdoc/>
    public int SkippedKeyCount => _clients.Values.Sum(client => client.Jwks?.SkippedKeys.Count ?? 0);

    /// <summary>Opens a file or folder and reads it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="timeProvider">The clock that paces the checks for changes; null for the system's.</param>
    /// <exception cref="ClientMetadataFileException">A file cannot be read; the message names file, client and member.</exception>
    public static JsonFileClientMetadataStore Open(
        string path, JsonFileClientMetadataStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        JsonFileClientMetadataStore store = new(
            path, options ?? new JsonFileClientMetadataStoreOptions(), timeProvider ?? TimeProvider.System);
        return store.Reload() ? store : throw new ClientMetadataFileException(store.LastError!);
    }

    /// <summary>Reads the files now, whether or not they seem to have changed.</summary>
    /// <returns>Whether they are in force; if not, <see cref="LastError"/> says why.</returns>
    public bool Reload() => _files.Read(files => Load(files, out _));

    /// <inheritdoc/>
    public ValueTask<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        _files.ReadIfChanged(_reload);
        return ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
    }

    private bool Load(IReadOnlyList<string> files, out bool couldOpen)
    {
        ClientMetadataFileReader reader = new();
        FrozenDictionary<string, ClientMetadata>? clients = reader.Read(files);
        if (clients is not null)
        {
            _clients = clients;
        }

        couldOpen = !reader.CouldNotOpen;
        if (!couldOpen)
        {
            _files.ReadAgain();
        }

        _lastError = reader.Error;
        return clients is not null;
    }
}
