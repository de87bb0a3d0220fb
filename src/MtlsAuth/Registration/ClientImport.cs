namespace MtlsAuth.Registration;

/// <summary>One import: takes clients one after the other, writes them in batches, and counts what came of it.</summary>
internal sealed class ClientImport(IClientRecordStore store, RecordRules rules, ChangeObservers observers, TimeProvider clock)
{
    private readonly List<ClientRecord> _batch = [];
    private readonly List<long> _places = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<ClientImportRefusal> _refusals = [];
    private long _added;
    private long _refused;

    private ClientImportProgress Progress => new(_added, _refused);

    public async ValueTask<ClientImportResult> RunAsync(
        IAsyncEnumerable<ClientMetadata> clients, IProgress<ClientImportProgress>? progress, CancellationToken cancellationToken)
    {
        long index = 0;
        Exception? failure = null;
        await foreach (ClientMetadata client in clients.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Take(index++, client);
            if (_batch.Count == ClientRegistry.MaximumPageSize)
            {
                failure = await WriteAsync(progress, cancellationToken).ConfigureAwait(false);
                if (failure is not null)
                {
                    break;
                }
            }
        }

        failure ??= await WriteAsync(progress, cancellationToken).ConfigureAwait(false);
        return new ClientImportResult(Progress, _refusals.AsReadOnly(), failure);
    }

    private void Take(long index, ClientMetadata client)
    {
        ClientRecord record = RecordRules.NewRecord(client);
        FindingCollection findings = new();
        if (rules.Check(record, isNew: true, findings) is not { } metadata)
        {
            Refuse(index, client.ClientId, ClientRegistryFailureReason.InvalidMetadata, findings.ToList());
        }
        else if (!_ids.Add(record.ClientId))
        {
            Refuse(index, client.ClientId, ClientRegistryFailureReason.AlreadyExists);
        }
        else
        {
            _batch.Add(record with { Metadata = metadata, UpdatedAt = clock.GetUtcNow() });
            _places.Add(index);
        }
    }

    // What the store has thrown; null for nothing. What the clients' source throws is the caller's.
    private async ValueTask<Exception?> WriteAsync(IProgress<ClientImportProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Count(await store.AddRecordsAsync(_batch, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
        finally
        {
            foreach (string id in _ids)
            {
                await observers.TellAsync(id).ConfigureAwait(false);
            }
        }

        _batch.Clear();
        _places.Clear();
        _ids.Clear();
        progress?.Report(Progress);
        return null;
    }

    private void Count(IReadOnlyList<ClientRecordWrite> writes)
    {
        if (writes.Count != _batch.Count)
        {
            throw new InvalidOperationException("The store does not say what came of each client.");
        }

        for (int i = 0; i < writes.Count; i++)
        {
            if (writes[i].Outcome == ClientRecordOutcome.Done)
            {
                _added++;
            }
            else
            {
                Refuse(_places[i], _batch[i].ClientId, ClientRegistryFailureReason.AlreadyExists);
            }
        }
    }

    private void Refuse(
        long index, string clientId, ClientRegistryFailureReason reason, IReadOnlyList<ClientRegistrationFinding>? findings = null)
    {
        _refused++;
        if (_refusals.Count < ClientImportResult.MaximumRefusals)
        {
            _refusals.Add(new ClientImportRefusal(index, clientId, reason, findings ?? []));
        }
    }
}
