using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>What an import makes of what a store does, in one batch and over several.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientImportTests
{
    private const int BatchSize = ClientRegistry.MaximumPageSize;

    private static readonly ClientRegistryOptions Options = new()
    {
        Validation = new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
    };

    private readonly ChangeObserverStub _observer = new();
    private readonly List<ClientImportProgress> _progress = [];
    private int _asked;

    [Test]
    public async Task Each_client_is_written_once_and_told_of_once_over_several_batches()
    {
        List<string> written = [];
        RecordStoreStub store = new()
        {
            WriteMany = records =>
            {
                written.AddRange(records.Select(static record => record.ClientId));
                return AllDone(records);
            },
        };

        ClientImportResult result = await ImportAsync(store, Ids(BatchSize + 2));

        written.Should().Equal(Ids(BatchSize + 2));
        _observer.Changed.Order(StringComparer.Ordinal).Should().Equal(Ids(BatchSize + 2));
        _progress.Should().Equal(new ClientImportProgress(BatchSize, 0), new ClientImportProgress(BatchSize + 2, 0));
        (result.AddedCount, result.RefusedCount, result.Exception).Should().Be((BatchSize + 2, 0, null));
    }

    [Test]
    public async Task A_client_of_a_later_batch_is_named_by_its_place_among_all()
    {
        string there = Ids(BatchSize + 2).Last();
        RecordStoreStub store = new()
        {
            WriteMany = records => [.. records.Select(record => new ClientRecordWrite(
                record.ClientId == there ? ClientRecordOutcome.AlreadyExists : ClientRecordOutcome.Done, "1"))],
        };

        ClientImportResult result = await ImportAsync(store, Ids(BatchSize + 2));

        ClientImportRefusal refusal = result.Refusals.Should().ContainSingle().Subject;
        (refusal.Index, refusal.ClientId, refusal.Reason).Should().Be((BatchSize + 1, there, ClientRegistryFailureReason.AlreadyExists));
        refusal.Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_store_that_breaks_ends_the_import_and_no_further_client_is_asked_for()
    {
        TimeoutException exception = new();

        ClientImportResult result = await ImportAsync(new RecordStoreStub { WriteMany = _ => throw exception }, Ids(3 * BatchSize));

        result.Exception.Should().BeSameAs(exception);
        (result.AddedCount, result.RefusedCount, _asked, _progress.Count).Should().Be((0, 0, BatchSize, 0));
        _observer.Changed.Should().HaveCount(BatchSize, "nobody knows whether the store has the change");
    }

    [Test]
    public async Task A_time_out_of_the_store_is_not_taken_for_the_callers_cancellation()
    {
        RecordStoreStub store = new() { WriteMany = static _ => throw new OperationCanceledException() };

        (await ImportAsync(store, Ids(1))).Exception.Should().BeOfType<OperationCanceledException>();
    }

    [Test]
    public async Task A_store_that_breaks_after_the_cancellation_is_a_result_nevertheless()
    {
        using CancellationTokenSource caller = new();
        RecordStoreStub store = new()
        {
            WriteMany = _ =>
            {
                caller.Cancel();
                throw new TimeoutException();
            },
        };

        (await ImportAsync(store, Ids(1), caller.Token)).Exception.Should().BeOfType<TimeoutException>();
    }

    [Test]
    public async Task The_callers_cancellation_is_one_and_observers_are_told_nevertheless()
    {
        using CancellationTokenSource caller = new();
        RecordStoreStub store = new()
        {
            WriteMany = _ =>
            {
                caller.Cancel();
                throw new OperationCanceledException();
            },
        };

        await FluentActions.Awaiting(() => ImportAsync(store, Ids(1), caller.Token)).Should().ThrowAsync<OperationCanceledException>();

        _observer.Changed.Should().Equal(Ids(1));
    }

    [Test]
    public async Task A_store_that_does_not_say_what_came_of_each_client_has_broken()
    {
        ClientImportResult result = await ImportAsync(new RecordStoreStub { WriteMany = static _ => [] }, Ids(1));

        result.Exception.Should().BeOfType<InvalidOperationException>();
        result.AddedCount.Should().Be(0);
    }

    [Test]
    public async Task All_refusals_are_counted_and_the_first_of_them_kept()
    {
        ClientImportResult result = await ImportAsync(
            new RecordStoreStub(), Enumerable.Repeat("ä", ClientImportResult.MaximumRefusals + 1));

        result.RefusedCount.Should().Be(ClientImportResult.MaximumRefusals + 1);
        result.Refusals.Should().HaveCount(ClientImportResult.MaximumRefusals);
        result.Refusals[^1].Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.InvalidClientId);
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(static number => $"client-{number:D4}");

    private static IReadOnlyList<ClientRecordWrite> AllDone(IReadOnlyList<ClientRecord> records) =>
        [.. records.Select(static _ => new ClientRecordWrite(ClientRecordOutcome.Done, "1"))];

    private async Task<ClientImportResult> ImportAsync(
        IClientRecordStore store, IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        await new ClientRegistry(store, Options, [_observer]).ImportAsync(Clients(ids), new ProgressList(_progress), cancellationToken);

    private async IAsyncEnumerable<ClientMetadata> Clients(IEnumerable<string> ids)
    {
        await Task.CompletedTask;
        foreach (string id in ids)
        {
            _asked++;
            yield return new ClientMetadata
            {
                ClientId = id,
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = "CN=client",
            };
        }
    }

    private sealed class ProgressList(List<ClientImportProgress> list) : IProgress<ClientImportProgress>
    {
        public void Report(ClientImportProgress value) => list.Add(value);
    }
}
