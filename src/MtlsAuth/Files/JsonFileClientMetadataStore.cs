using MtlsAuth.Files;
using MtlsAuth.KeySets;

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
/// <para>
/// A registry changes single clients in the files, and leaves the others and members that are not understood as they are. The version of
/// a client is that of its contents, so that what somebody else edited meanwhile is a conflict. The hash of a registration access token
/// stands in the client's member <c>registration_access_token_sha256</c>, which is not part of its metadata here. In a folder a client
/// that is added gets a file of its own. Beside the files lies one that ends in <c>.lock</c>, so that processes write one after the other.
/// </para>
/// <para>Thread-safe. Disposing it ends the looks in the background.</para>
/// </remarks>
public sealed class JsonFileClientMetadataStore : IClientMetadataStore, IClientRecordStore, IClientCounts, IDisposable
{
    private const string Pattern = "*.json";

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private readonly ReloadedFiles<LoadedClients, ClientMetadataError> _files;
    private readonly ClientFileWriter _writer;
    private readonly ITimer? _timer;

    private JsonFileClientMetadataStore(string path, JsonFileClientMetadataStoreOptions options, TimeProvider clock)
    {
        Action<IClientCounts>? onReloaded = options.OnReloaded;
        Func<IReadOnlyList<LoadedClient>, ClientMetadataError?>? check = options.Check;
        ClientJwkSetLimits limits = new(options.MaximumJwkSetLength, options.MaximumKeyCount);
        FileStates states = new(path, Pattern, clock);
        _writer = new ClientFileWriter(
            path, () => FileStates.List(path, Pattern), files => Read(files, limits, null), files => Read(files, limits, check), clock);
        _files = new(
            states,
            options.ReloadInterval,
            clock,
            files => Read(files, limits, check),
            static error => new ClientMetadataFileException(error),
            _ => onReloaded?.Invoke(this),
            options.OnReloadFailed);
        if (options.ReloadInterval > TimeSpan.Zero)
        {
            _timer = clock.CreateTimer(_ => _files.Follow(), null, options.ReloadInterval, options.ReloadInterval);
        }
    }

    /// <summary>Why the last edit was not read, or null if the files are in force as they are.</summary>
    public ClientMetadataError? LastError => _files.Error;

    /// <inheritdoc/>
    public int ClientCount => _files.Current.Count;

    /// <inheritdoc/>
    public int SkippedKeyCount => _files.Current.InOrder.Sum(client => client.Metadata.Jwks?.SkippedKeys.Count ?? 0);

    /// <summary>Opens a file or folder and reads it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="timeProvider">
    /// The clock that paces the checks for changes, and the wait for another process that writes; null for the system's.
    /// </param>
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
    public bool Reload() => _files.Reload();

    /// <inheritdoc/>
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        _files.Follow();
        return ValueTask.FromResult(_files.Current.Find(clientId)?.Client);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _writer.Dispose();
    }

    ValueTask<ClientRecord?> IClientRecordStore.FindRecordAsync(string clientId, CancellationToken cancellationToken)
    {
        _files.Look();
        return ValueTask.FromResult(_files.Current.Find(clientId)?.ToRecord());
    }

    ValueTask<IReadOnlyList<ClientRecord>> IClientRecordStore.ListRecordsAsync(
        string? after, int count, CancellationToken cancellationToken)
    {
        _files.Look();
        return ValueTask.FromResult<IReadOnlyList<ClientRecord>>(
            [.. _files.Current.After(after).Take(count).Select(static client => client.ToRecord())]);
    }

    ValueTask<ClientRecordWrite> IClientRecordStore.AddRecordAsync(ClientRecord record, CancellationToken cancellationToken) =>
        LookAfterAsync(_writer.AddAsync(record, cancellationToken));

    ValueTask<ClientRecordWrite> IClientRecordStore.ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken) =>
        LookAfterAsync(_writer.ReplaceAsync(record, cancellationToken));

    ValueTask<ClientRecordWrite> IClientRecordStore.RemoveRecordAsync(
        string clientId, string version, CancellationToken cancellationToken) =>
        LookAfterAsync(_writer.RemoveAsync(clientId, version, cancellationToken));

    // What was written counts at once.
    private async ValueTask<ClientRecordWrite> LookAfterAsync(ValueTask<ClientRecordWrite> writing)
    {
        ClientRecordWrite write = await writing.ConfigureAwait(false);
        _files.Look();
        return write;
    }

    private static FileReading<LoadedClients, ClientMetadataError> Read(
        IReadOnlyList<string> files, ClientJwkSetLimits limits, Func<IReadOnlyList<LoadedClient>, ClientMetadataError?>? check)
    {
        ClientMetadataFileReader reader = new(limits);
        LoadedClients? clients = reader.Read(files);
        ClientMetadataError? error = clients is null ? reader.Error : check?.Invoke(reader.Clients);
        return new(error is null ? clients : null, error, reader.CouldNotOpen);
    }
}
