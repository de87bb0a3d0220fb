using System.Collections.Frozen;
using MtlsAuth.Files;

namespace MtlsAuth;

/// <summary>Keeps client metadata in a JSON file, or in a folder of them, and follows their changes.</summary>
/// <remarks>
/// <para>
/// A file holds one client or an array of clients (<see cref="ClientMetadata"/>); a folder is all its files that end in
/// <c>.json</c>. An edit takes effect as a whole or not at all: a broken one is reported and the last good state stays in force.
/// Write files under another name and rename them, so that nobody reads half of one.
/// </para>
/// <para>
/// Changes are found by the contents, in the background and at look-ups. A file that could not be opened is tried again each time, and
/// reported again when the reason is another.
/// </para>
/// <para>Thread-safe. Disposing it ends the looks in the background.</para>
/// </remarks>
public sealed class JsonFileClientMetadataStore : IClientMetadataStore, IClientCounts, IDisposable
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly JsonFileClientMetadataStoreOptions _options;
    private readonly WatchedFiles _files;
    private readonly Action<IReadOnlyList<string>> _reload;
    private readonly ITimer? _timer;
    private volatile FrozenDictionary<string, ClientMetadata> _clients = FrozenDictionary<string, ClientMetadata>.Empty;
    private volatile ClientMetadataFileError? _lastError;

    private JsonFileClientMetadataStore(string path, JsonFileClientMetadataStoreOptions options, TimeProvider clock)
    {
        _options = options with { };
        _reload = files => Reload(files);
        _files = new WatchedFiles(path, "*.json", options.ReloadInterval, clock);
        if (!_files.Read(files => Load(files, out _)))
        {
            throw new ClientMetadataFileException(_lastError!);
        }

        if (options.ReloadInterval > TimeSpan.Zero)
        {
            _timer = clock.CreateTimer(_ => _files.ReadIfChanged(_reload), null, options.ReloadInterval, options.ReloadInterval);
        }
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
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative, or longer than a day.</exception>
    /// <exception cref="ClientMetadataFileException">A file cannot be read; the message names file, client and member.</exception>
    public static JsonFileClientMetadataStore Open(
        string path, JsonFileClientMetadataStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new JsonFileClientMetadataStoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReloadInterval, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReloadInterval, LongestInterval, nameof(options));
        return new JsonFileClientMetadataStore(path, options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Reads the files now, whether or not they seem to have changed.</summary>
    /// <returns>Whether they are in force; if not, <see cref="LastError"/> says why.</returns>
    public bool Reload() => _files.Read(Reload);

    /// <inheritdoc/>
    public ValueTask<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        _files.ReadIfChanged(_reload);
        return ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private bool Reload(IReadOnlyList<string> files)
    {
        ClientMetadataFileError? before = _lastError;
        bool isLoaded = Load(files, out bool couldOpen);
        if (isLoaded)
        {
            _options.OnReloaded?.Invoke(this);
        }
        else if (couldOpen || _lastError != before)
        {
            _options.OnReloadFailed?.Invoke(_lastError!);
        }

        return isLoaded;
    }

    private bool Load(IReadOnlyList<string> files, out bool couldOpen)
    {
        ClientMetadataFileReader reader = new(_options.JwkSetLimits);
        FrozenDictionary<string, ClientMetadata>? clients = reader.Read(files);
        couldOpen = !reader.CouldNotOpen;
        if (!couldOpen)
        {
            _files.ReadAgain();
        }

        _lastError = clients is null ? reader.Error : _options.Check?.Invoke(reader.Clients);
        if (_lastError is not null)
        {
            return false;
        }

        _clients = clients!;
        return true;
    }
}
