using System.Collections.Frozen;

namespace MtlsAuth.Clients;

/// <summary>Keeps client metadata in a JSON file, or in a folder of them, and follows their changes.</summary>
/// <remarks>
/// <para>
/// A file holds one client or an array of clients (<see cref="ClientMetadata"/>); a folder is all its files that end in
/// <c>.json</c>. An edit takes effect as a whole or not at all: a broken one is reported and the last good state stays in force.
/// Write files under another name and rename them, so that nobody reads half of one.
/// </para>
/// <para>
/// Changes are found by file times and lengths, which a look-up checks now and then. There is no thread and no file system watcher,
/// which containers and network file systems would leave deaf.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class JsonFileClientMetadataStore : IClientMetadataStore
{
    private readonly string _path;
    private readonly JsonFileClientMetadataStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly object _reloading = new();
    private volatile FrozenDictionary<string, ClientMetadata> _clients = FrozenDictionary<string, ClientMetadata>.Empty;
    private volatile ClientMetadataFileError? _lastError;
    private string _loadedState = string.Empty;
    private long _checkedAt;

    private JsonFileClientMetadataStore(string path, JsonFileClientMetadataStoreOptions options, TimeProvider clock)
    {
        _path = path;
        _options = options with { };
        _clock = clock;
        _checkedAt = clock.GetTimestamp();
    }

    /// <summary>Why the last edit was not read, or null if the files are in force as they are.</summary>
    public ClientMetadataFileError? LastError => _lastError;

    /// <summary>How many clients there are.</summary>
    public int Count => _clients.Count;

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
    public bool Reload()
    {
        lock (_reloading)
        {
            _loadedState = DescribeFiles(out string[] files);
            return Load(files);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= _options.ReloadInterval)
        {
            ReloadIfChanged();
        }

        return ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
    }

    private void ReloadIfChanged()
    {
        // One request pays for the check; the others go on with what is in force.
        if (!Monitor.TryEnter(_reloading))
        {
            return;
        }

        try
        {
            Volatile.Write(ref _checkedAt, _clock.GetTimestamp());
            string state = DescribeFiles(out string[] files);
            if (state == _loadedState)
            {
                return;
            }

            _loadedState = state;
            if (!Load(files))
            {
                _options.OnReloadFailed?.Invoke(_lastError!);
            }
        }
        finally
        {
            Monitor.Exit(_reloading);
        }
    }

    private bool Load(string[] files)
    {
        ClientMetadataFileReader reader = new();
        FrozenDictionary<string, ClientMetadata>? clients = files.Length > 0 || Directory.Exists(_path)
            ? reader.Read(files)
            : null;
        if (clients is not null)
        {
            _clients = clients;
        }

        _lastError = clients is not null ? null
            : reader.Error ?? new ClientMetadataFileError(_path, null, null, "There is no such file or folder.", null);
        return clients is not null;
    }

    // Names, lengths and times of the files; changes exactly if one of them does.
    private string DescribeFiles(out string[] files)
    {
        files = [];
        try
        {
            files = Directory.Exists(_path) ? Directory.GetFiles(_path, "*.json") : File.Exists(_path) ? [_path] : [];
            Array.Sort(files, StringComparer.Ordinal);
            return string.Join('\n', files.Select(file => new FileInfo(file)).Select(
                info => FormattableString.Invariant($"{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed between listing and asking, or not ours to read. Reading will say so; it must not find an empty folder instead.
            files = files.Length > 0 ? files : [_path];
            return exception.Message;
        }
    }
}
