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
    private readonly RecordRules _rules;
    private readonly ChangeObservers _observers;
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
        _rules = new RecordRules(options?.Validation ?? new ClientRegistrationValidatorOptions(), _clock);
        _observers = new ChangeObservers(observers ?? [], options?.OnObserverFailed);
    }

    /// <inheritdoc/>
    public ValueTask<ClientRegistryResult> AddAsync(
        ClientMetadata metadata,
        RegistrationAccessTokenHash? registrationAccessTokenHash = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return WriteAsync(RecordRules.NewRecord(metadata, registrationAccessTokenHash), isNew: true, cancellationToken);
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
        return await new ClientImport(_store, _rules, _observers, _clock).RunAsync(clients, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    private ValueTask<ClientRegistryResult> WriteAsync(ClientRecord record, bool isNew, CancellationToken cancellationToken)
    {
        FindingCollection findings = new();
        ClientMetadata? metadata = _rules.Check(record, isNew, findings);
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
            await _observers.TellAsync(clientId).ConfigureAwait(false);
        }
    }
}
