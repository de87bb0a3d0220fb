namespace MtlsAuth;

/// <summary>Where client records are kept and changed: what a store does for a registry, and no more than that.</summary>
/// <remarks>
/// <para>
/// Applications with a database of their own implement this one, beside <see cref="IClientMetadataStore"/>, and put
/// <see cref="Registration.ClientRegistry"/> in front of it, which checks what is written, gives typed results and tells caches.
/// </para>
/// <para>
/// A change is made as a whole or not at all, and by one of several that make it at a time. Implementations throw what broken
/// infrastructure throws, and are thread-safe.
/// </para>
/// </remarks>
public interface IClientRecordStore
{
    /// <summary>Finds a record by the client's id, which is compared octet by octet; null if there is none.</summary>
    /// <param name="clientId">The id, as somebody sent it: of any length, with any characters.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>
    /// The record as it is now and not as a cache has it; with <see cref="ClientRecord.Error"/> where its metadata cannot be read.
    /// </returns>
    ValueTask<ClientRecord?> FindRecordAsync(string clientId, CancellationToken cancellationToken = default);

    /// <summary>Reads the records that come next by their ids in ordinal order.</summary>
    /// <param name="after">The id after which to begin, whether it is there or not; null for the beginning.</param>
    /// <param name="count">How many to read at most.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    ValueTask<IReadOnlyList<ClientRecord>> ListRecordsAsync(
        string? after, int count, CancellationToken cancellationToken = default);

    /// <summary>Adds a client unless there is one with its id.</summary>
    ValueTask<ClientRecordWrite> AddRecordAsync(ClientRecord record, CancellationToken cancellationToken = default);

    /// <summary>Adds some clients, each unless there is one with its id: for imports, which are faster in batches.</summary>
    /// <param name="records">The clients, no two with the same id.</param>
    /// <param name="cancellationToken">Cancels adding.</param>
    /// <returns>What came of each, in their order.</returns>
    /// <remarks>One by one, unless the store knows better.</remarks>
    async ValueTask<IReadOnlyList<ClientRecordWrite>> AddRecordsAsync(
        IReadOnlyList<ClientRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        List<ClientRecordWrite> writes = new(records.Count);
        foreach (ClientRecord record in records)
        {
            writes.Add(await AddRecordAsync(record, cancellationToken).ConfigureAwait(false));
        }

        return writes;
    }

    /// <summary>Replaces a client if it still has the record's version.</summary>
    ValueTask<ClientRecordWrite> ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken = default);

    /// <summary>Removes a client if it still has this version.</summary>
    ValueTask<ClientRecordWrite> RemoveRecordAsync(
        string clientId, string version, CancellationToken cancellationToken = default);
}
