namespace MtlsAuth.Registration;

/// <summary>Adds, changes, removes and lists clients, whatever the store.</summary>
/// <remarks>
/// <para>
/// For what operators, imports and the server's own endpoints do: whoever calls it may change everything. What clients send of
/// themselves goes through <see cref="ClientRegistrationManagement"/>, which asks this one.
/// </para>
/// <para>
/// What a caller or a store can cause is a result with a reason; only null and a cancelled token throw. Thread-safe.
/// </para>
/// </remarks>
/// <example>
/// Changing a client, unless somebody else did so meanwhile:
/// <code>
/// ClientRegistryResult found = await registry.FindAsync(clientId);
/// if (found.Record is { Metadata: { } registered } record)
/// {
///     ClientRegistryResult changed =
///         await registry.ReplaceAsync(record with { Metadata = registered with { ClientName = "Example Bank" } });
///     Console.WriteLine(changed.Failure is { } failure ? $"{failure}" : "done");
/// }
/// </code>
/// </example>
public interface IClientRegistry
{
    /// <summary>Adds a client.</summary>
    /// <param name="metadata">The metadata. Without an id it gets one: 32 random hexadecimal digits.</param>
    /// <param name="registrationAccessTokenHash">By which token the client may manage it (RFC 7592); null for none.</param>
    /// <param name="cancellationToken">Cancels adding, which may have happened nevertheless.</param>
    /// <returns>The record that was added, with its id and version.</returns>
    ValueTask<ClientRegistryResult> AddAsync(
        ClientMetadata metadata,
        RegistrationAccessTokenHash? registrationAccessTokenHash = null,
        CancellationToken cancellationToken = default);

    /// <summary>Finds a client as the store has it now, by its id, which is compared octet by octet.</summary>
    /// <returns>
    /// The record; with <see cref="ClientRegistryFailureReason.Unavailable"/> and the record if only its metadata cannot be read, so
    /// that it can be replaced or removed.
    /// </returns>
    ValueTask<ClientRegistryResult> FindAsync(string clientId, CancellationToken cancellationToken = default);

    /// <summary>Replaces a client, unless somebody else changed it since the record was found.</summary>
    /// <param name="record">What was found, with other metadata or another hash. Its id cannot be changed.</param>
    /// <param name="cancellationToken">Cancels replacing, which may have happened nevertheless.</param>
    /// <returns>The record as it is now, with its new version.</returns>
    ValueTask<ClientRegistryResult> ReplaceAsync(ClientRecord record, CancellationToken cancellationToken = default);

    /// <summary>Removes a client, unless somebody else changed it since the version was found.</summary>
    ValueTask<ClientRegistryResult> RemoveAsync(string clientId, string version, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of clients by their ids in ordinal order.</summary>
    /// <param name="continuation">What the page before gave; null for the first. An id does as well: clients after it are read.</param>
    /// <param name="pageSize">How many to read: from 1 to 1,000; what is outside is taken for the nearer of them.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <remarks>Clients that are added or removed between two pages are in them or not; all others are in one of them, once.</remarks>
    ValueTask<ClientRegistryPage> ListAsync(
        string? continuation = null, int pageSize = 100, CancellationToken cancellationToken = default);

    /// <summary>Finds which keys a client still authenticates with, so that one that was replaced can be removed on knowledge.</summary>
    /// <param name="clientId">The client's id, which is compared octet by octet.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <remarks>
    /// Uses are written in the background, once an hour for each key at most. Wait for an hour after the last client should have changed
    /// its key before a use is missed.
    /// </remarks>
    ValueTask<ClientKeyUses> FindKeyUsesAsync(string clientId, CancellationToken cancellationToken = default);

    /// <summary>Adds many clients, such as those of another server, in batches.</summary>
    /// <param name="clients">The clients, one after the other; those without an id get one.</param>
    /// <param name="progress">Is told after each batch how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the import; what was added stays.</param>
    /// <returns>How many were added, and why others were not. The import ends early only where the store cannot be reached.</returns>
    /// <remarks>
    /// A client that is there already is left as it is, so that an import that ended early can be made again. A file of clients is
    /// written for each of them: import many into a database.
    /// </remarks>
    ValueTask<ClientImportResult> ImportAsync(
        IAsyncEnumerable<ClientMetadata> clients,
        IProgress<ClientImportProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
