using System.Text.Json;
using MtlsAuth.Encodings;

namespace MtlsAuth.Registration;

/// <summary>The registry in front of any store: checks what is written, gives typed results, and tells caches of changes.</summary>
/// <remarks>Thread-safe.</remarks>
/// <example>
/// <code>
/// InMemoryClientMetadataStore store = new();
/// IClientRegistry registry = new ClientRegistry(store);
/// ClientRegistryResult added = await registry.AddAsync(new ClientMetadata
/// {
///     TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
///     Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
/// });
/// Console.WriteLine(added.Record?.ClientId ?? string.Join(' ', added.Findings));
/// </code>
/// </example>
public sealed class ClientRegistry : IClientRegistry
{
    /// <summary>The most clients in a page.</summary>
    public const int MaximumPageSize = 1_000;

    private readonly IClientRecordStore _store;
    private readonly ClientRegistrationValidatorOptions _validation;
    private readonly ClientRegistrationValidator _validator;
    private readonly IReadOnlyList<IClientChangeObserver> _observers;
    private readonly Action<Exception>? _onObserverFailed;
    private readonly TimeProvider _clock;
    private readonly IClientKeyUseStore? _keyUses;

    /// <summary>Creates a registry.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="observers">Who is told of changes, such as caches in front of the store; null for nobody.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="keyUses">Where uses of keys are kept; null for nowhere.</param>
    /// <exception cref="ArgumentException">An enabled method is none of <see cref="ClientAuthenticationMethods"/>.</exception>
    public ClientRegistry(
        IClientRecordStore store,
        ClientRegistryOptions? options = null,
        IEnumerable<IClientChangeObserver>? observers = null,
        TimeProvider? timeProvider = null,
        IClientKeyUseStore? keyUses = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _keyUses = keyUses;
        _clock = timeProvider ?? TimeProvider.System;
        _validation = (options?.Validation ?? new ClientRegistrationValidatorOptions()).From(isTrustedSource: true);
        _validator = new ClientRegistrationValidator(_validation, _clock);
        _observers = [.. observers ?? []];
        _onObserverFailed = options?.OnObserverFailed;
    }

    /// <inheritdoc/>
    public ValueTask<ClientRegistryResult> AddAsync(
        ClientMetadata metadata,
        RegistrationAccessTokenHash? registrationAccessTokenHash = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return WriteAsync(NewRecord(metadata, registrationAccessTokenHash), isNew: true, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ClientRegistryResult> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        try
        {
            ClientRecord? record = await _store.FindRecordAsync(clientId, cancellationToken).ConfigureAwait(false);

            // A store that ignores case would answer for another client.
            return record is null || record.ClientId != clientId
                ? ClientRegistryResult.Failed(ClientRegistryFailureReason.NotFound)
                : record.Error is { } error
                ? ClientRegistryResult.Unavailable(new ClientMetadataUnavailableException(error.ToString()), record)
                : ClientRegistryResult.Done(record);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ClientRegistryResult.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ClientRegistryResult> ReplaceAsync(ClientRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return WriteAsync(record, isNew: false, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ClientRegistryResult> RemoveAsync(
        string clientId, string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentNullException.ThrowIfNull(version);
        return ChangeAsync(clientId, null, [], () => _store.RemoveRecordAsync(clientId, version, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ClientRegistryPage> ListAsync(
        string? continuation = null, int pageSize = 100, CancellationToken cancellationToken = default)
    {
        pageSize = Math.Clamp(pageSize, 1, MaximumPageSize);
        try
        {
            // One more than asked for says whether there is another page.
            IReadOnlyList<ClientRecord> records =
                await _store.ListRecordsAsync(continuation, pageSize + 1, cancellationToken).ConfigureAwait(false);
            return records.Count <= pageSize
                ? new ClientRegistryPage(records, null)
                : new ClientRegistryPage([.. records.Take(pageSize)], records[pageSize - 1].ClientId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new ClientRegistryPage(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ClientKeyUses> FindKeyUsesAsync(string clientId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        if (_keyUses is null)
        {
            return new ClientKeyUses(uses: null);
        }

        try
        {
            return new ClientKeyUses(await _keyUses.FindAsync(clientId, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new ClientKeyUses(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ClientImportResult> ImportAsync(
        IAsyncEnumerable<ClientMetadata> clients,
        IProgress<ClientImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ClientImport import = new();
        long index = 0;
        try
        {
            await foreach (ClientMetadata client in clients.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Take(import, index++, client);
                if (import.Batch.Count == MaximumPageSize)
                {
                    await WriteBatchAsync(import, progress, cancellationToken).ConfigureAwait(false);
                }
            }

            await WriteBatchAsync(import, progress, cancellationToken).ConfigureAwait(false);
            return import.End();
        }
        catch (StoreFailedException failed)
        {
            return import.End(failed.InnerException);
        }
    }

    private static ClientRecord NewRecord(ClientMetadata metadata, RegistrationAccessTokenHash? registrationAccessTokenHash)
    {
        string clientId = metadata.ClientId.Length == 0 ? Guid.NewGuid().ToString("N") : metadata.ClientId;
        return new ClientRecord
        {
            ClientId = clientId,
            Metadata = metadata with { ClientId = clientId },
            RegistrationAccessTokenHash = registrationAccessTokenHash,
        };
    }

    private void Take(ClientImport import, long index, ClientMetadata client)
    {
        ClientRecord record = NewRecord(client, registrationAccessTokenHash: null);
        FindingCollection findings = new();
        if (Check(record, isNew: true, findings) is not { } metadata)
        {
            import.Refuse(index, client.ClientId, ClientRegistryFailureReason.InvalidMetadata, findings.ToList());
        }
        else if (!import.TryTake(index, record with { Metadata = metadata, UpdatedAt = _clock.GetUtcNow() }))
        {
            import.Refuse(index, client.ClientId, ClientRegistryFailureReason.AlreadyExists);
        }
    }

    private async ValueTask WriteBatchAsync(
        ClientImport import, IProgress<ClientImportProgress>? progress, CancellationToken cancellationToken)
    {
        string[] ids = [.. import.Batch.Select(static record => record.ClientId)];
        try
        {
            import.Done(await _store.AddRecordsAsync(import.Batch, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new StoreFailedException(exception);
        }
        finally
        {
            foreach (string id in ids)
            {
                await TellObserversAsync(id).ConfigureAwait(false);
            }
        }

        progress?.Report(import.Progress);
    }

    private ValueTask<ClientRegistryResult> WriteAsync(ClientRecord record, bool isNew, CancellationToken cancellationToken)
    {
        FindingCollection findings = new();
        ClientMetadata? metadata = Check(record, isNew, findings);
        if (metadata is null)
        {
            return ValueTask.FromResult(
                ClientRegistryResult.Failed(ClientRegistryFailureReason.InvalidMetadata, findings.ToList()));
        }

        record = record with { Metadata = metadata, Error = null, UpdatedAt = _clock.GetUtcNow() };
        return ChangeAsync(
            record.ClientId,
            record,
            findings.ToList(),
            () => isNew ? _store.AddRecordAsync(record, cancellationToken) : _store.ReplaceRecordAsync(record, cancellationToken),
            cancellationToken);
    }

    // The metadata to store, or null with the reason among the findings.
    private ClientMetadata? Check(ClientRecord record, bool isNew, FindingCollection findings)
    {
        if (record.Metadata is not { } metadata || metadata.ClientId != record.ClientId)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidClientId, "client_id", "The metadata is of another client.");
            return null;
        }

        // Whoever is there under another id, from a file or from before, can be replaced and removed.
        if (isNew && !ClientRecord.IsAllowedClientId(record.ClientId))
        {
            findings.AddError(
                ClientRegistrationFindingKind.InvalidClientId,
                "client_id",
                $"The id is not 1 to {ClientRecord.MaximumClientIdLength} characters of printable ASCII.");
            return null;
        }

        ClientRegistrationReport report = _validator.Validate(metadata);
        findings.AddRange(report.Findings);
        if (report.Metadata is null)
        {
            return null;
        }

        metadata = ServerMembers.WithoutTokenHash(report.Metadata);
        if (!CanBeReadAgain(metadata))
        {
            findings.AddMalformed("The metadata is too long or nested too deeply.");
            return null;
        }

        return metadata;
    }

    // What is stored comes back through readers with limits; in a file it stands in an array.
    private bool CanBeReadAgain(ClientMetadata metadata)
    {
        byte[] json = metadata.ToUtf8Json();
        try
        {
            using JsonDocument array = StrictJson.Parse((byte[])[(byte)'[', .. json, (byte)']']);
        }
        catch (JsonException)
        {
            return false;
        }

        return ClientMetadata.TryParse(json, out _, out _, _validation.MaximumLength, _validation.MaximumKeyCount);
    }

    private async ValueTask<ClientRegistryResult> ChangeAsync(
        string clientId,
        ClientRecord? record,
        IReadOnlyList<ClientRegistrationFinding> findings,
        Func<ValueTask<ClientRecordWrite>> change,
        CancellationToken cancellationToken)
    {
        try
        {
            ClientRecordWrite write = await change().ConfigureAwait(false);
            return write.Outcome switch
            {
                ClientRecordOutcome.Done when record is null => ClientRegistryResult.Done(null),
                ClientRecordOutcome.Done => ClientRegistryResult.Done(record with { Version = write.Version }, findings),
                ClientRecordOutcome.AlreadyExists => ClientRegistryResult.Failed(ClientRegistryFailureReason.AlreadyExists, findings),
                ClientRecordOutcome.NotFound => ClientRegistryResult.Failed(ClientRegistryFailureReason.NotFound, findings),
                ClientRecordOutcome.Conflict => ClientRegistryResult.Failed(ClientRegistryFailureReason.Conflict, findings),
                _ => ClientRegistryResult.Unavailable(new InvalidOperationException("The store does not say what came of it.")),
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ClientRegistryResult.Unavailable(exception);
        }
        finally
        {
            // Whatever came of it: after an exception the change may have been made, and where the store has something else than was
            // expected a cache has as well. One that forgets too much asks once more. Whoever asked may have gone.
            await TellObserversAsync(clientId).ConfigureAwait(false);
        }
    }

    private async ValueTask TellObserversAsync(string clientId)
    {
        foreach (IClientChangeObserver observer in _observers)
        {
            try
            {
                await observer.ClientChangedAsync(clientId, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _onObserverFailed?.Invoke(exception);
            }
        }
    }

    // Tells what the store has thrown from what the clients' source has, which is the caller's.
    private sealed class StoreFailedException(Exception exception) : Exception(exception.Message, exception);
}
