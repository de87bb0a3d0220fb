namespace MtlsAuth.Tests.Registration;

/// <summary>Answers as it is told, or throws.</summary>
internal sealed class RecordStoreStub : IClientRecordStore
{
    public Func<ClientRecord?> Find { get; set; } = static () => null;

    public Func<ClientRecordWrite> Write { get; set; } = static () => new ClientRecordWrite(ClientRecordOutcome.Done, "2");

    /// <summary>What comes of a batch; null for one <see cref="Write"/> each.</summary>
    public Func<IReadOnlyList<ClientRecord>, IReadOnlyList<ClientRecordWrite>>? WriteMany { get; init; }

    public ValueTask<ClientRecord?> FindRecordAsync(string clientId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Find());

    public ValueTask<IReadOnlyList<ClientRecord>> ListRecordsAsync(
        string? after, int count, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<ClientRecord>>([Find()!]);

    public ValueTask<ClientRecordWrite> AddRecordAsync(ClientRecord record, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Write());

    public ValueTask<IReadOnlyList<ClientRecordWrite>> AddRecordsAsync(
        IReadOnlyList<ClientRecord> records, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(WriteMany?.Invoke(records) ?? [.. records.Select(_ => Write())]);

    public ValueTask<ClientRecordWrite> ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Write());

    public ValueTask<ClientRecordWrite> RemoveRecordAsync(
        string clientId, string version, CancellationToken cancellationToken = default) => ValueTask.FromResult(Write());
}
