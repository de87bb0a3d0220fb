namespace MtlsAuth.Registration;

/// <summary>An import under way: what is to be written next, and what came of all before it.</summary>
internal sealed class ClientImport
{
    private readonly List<ClientRecord> _batch = [];
    private readonly List<long> _places = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<ClientImportRefusal> _refusals = [];
    private long _added;
    private long _refused;

    public IReadOnlyList<ClientRecord> Batch => _batch;

    public ClientImportProgress Progress => new(_added, _refused);

    /// <summary>Takes a client into the batch; false if one with its id is in it.</summary>
    public bool TryTake(long index, ClientRecord record)
    {
        if (!_ids.Add(record.ClientId))
        {
            return false;
        }

        _batch.Add(record);
        _places.Add(index);
        return true;
    }

    public void Refuse(
        long index, string clientId, ClientRegistryFailureReason reason, IReadOnlyList<ClientRegistrationFinding>? findings = null)
    {
        _refused++;
        if (_refusals.Count < ClientImportResult.MaximumRefusals)
        {
            _refusals.Add(new ClientImportRefusal(index, clientId, reason, findings ?? []));
        }
    }

    /// <summary>The batch was written.</summary>
    /// <exception cref="InvalidOperationException">The store does not say what came of it.</exception>
    public void Done(IReadOnlyList<ClientRecordWrite> writes)
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

        _batch.Clear();
        _places.Clear();
        _ids.Clear();
    }

    public ClientImportResult End(Exception? exception = null) => new(Progress, _refusals.AsReadOnly(), exception);
}
