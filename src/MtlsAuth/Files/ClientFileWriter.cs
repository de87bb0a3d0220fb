namespace MtlsAuth.Files;

/// <summary>Changes single clients in a file, or in the files of a folder.</summary>
/// <remarks>
/// One at a time, also among the processes that use this class: each begins with what the files hold at that moment. Whoever edits them by
/// other means in the moment between reading and renaming loses the edit. Thread-safe.
/// </remarks>
/// <param name="path">The file or folder.</param>
/// <param name="find">Finds the files.</param>
/// <param name="read">Reads files.</param>
/// <param name="check">Reads files as <paramref name="read"/> does, and judges whether they may take effect.</param>
/// <param name="clock">The clock that paces the attempts while another process writes.</param>
internal sealed class ClientFileWriter(
    string path,
    Func<IReadOnlyList<string>> find,
    Func<IReadOnlyList<string>, FileReading<LoadedClients, ClientMetadataError>> read,
    Func<IReadOnlyList<string>, FileReading<LoadedClients, ClientMetadataError>> check,
    TimeProvider clock) : IDisposable
{
    // Writing takes milliseconds. Another process that keeps the lock for so long does not write.
    private const int LockAttempts = 250;
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _writing = new(1);

    public ValueTask<ClientRecordWrite> AddAsync(ClientRecord record, CancellationToken cancellationToken) =>
        ChangeAsync(record.ClientId, null, record, cancellationToken);

    public ValueTask<ClientRecordWrite> ReplaceAsync(ClientRecord record, CancellationToken cancellationToken) =>
        ChangeAsync(record.ClientId, record.Version ?? string.Empty, record, cancellationToken);

    public ValueTask<ClientRecordWrite> RemoveAsync(string clientId, string version, CancellationToken cancellationToken) =>
        ChangeAsync(clientId, version, null, cancellationToken);

    public void Dispose() => _writing.Dispose();

    private async ValueTask<ClientRecordWrite> ChangeAsync(
        string clientId, string? version, ClientRecord? record, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            FileStream guard = await LockAsync(cancellationToken).ConfigureAwait(false);
            await using (guard.ConfigureAwait(false))
            {
                return Change(clientId, version, record);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    // Nothing but a file keeps other processes away. It is left there: whoever removed it could remove another one's.
    private async ValueTask<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string name = Directory.Exists(path) ? Path.Combine(path, ".lock") : path + ".lock";
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(name, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (attempt < LockAttempts && File.Exists(name))
            {
                await Task.Delay(LockInterval, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ClientRecordWrite Change(string clientId, string? version, ClientRecord? record)
    {
        IReadOnlyList<string> files = find();
        LoadedClients clients = ValueOf(read(files));
        LoadedClient? found = clients.Find(clientId);
        if (found?.Version != version)
        {
            return new ClientRecordWrite(
                found is null ? ClientRecordOutcome.NotFound
                : version is null ? ClientRecordOutcome.AlreadyExists
                : ClientRecordOutcome.Conflict);
        }

        string file = found?.File ?? (Directory.Exists(path) ? Path.Combine(path, $"{Guid.NewGuid():N}.json") : path);
        ClientMetadata? replacing = record is null ? null : TokenHashMember.Join(record);
        List<ClientMetadata> contents =
        [
            .. clients.InOrder.Where(client => client.File == file)
                .Select(client => client == found ? replacing : client.Metadata).OfType<ClientMetadata>(),
        ];
        if (found is null)
        {
            contents.Add(replacing!);
        }

        return new ClientRecordWrite(ClientRecordOutcome.Done, Write(file, files, contents).Find(clientId)?.Version);
    }

    private LoadedClients Write(string file, IReadOnlyList<string> files, List<ClientMetadata> contents)
    {
        string[] others = [.. files.Where(other => other != file)];
        if (contents.Count == 0 && file != path)
        {
            LoadedClients left = ValueOf(check(others));
            File.Delete(file);
            return left;
        }

        LoadedClients? written = null;
        AtomicFile.Write(file, ClientMetadataFile.ToUtf8Json(contents), candidate => written = ValueOf(check([.. others, candidate])));
        return written!;
    }

    // Files that cannot be read are nobody's to overwrite.
    private static LoadedClients ValueOf(FileReading<LoadedClients, ClientMetadataError> reading) =>
        reading.Value ?? throw new ClientMetadataFileException(reading.Error!);
}
