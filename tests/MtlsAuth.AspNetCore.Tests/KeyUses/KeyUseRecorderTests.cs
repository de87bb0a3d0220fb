using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.AspNetCore.KeyUses;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Tests.KeyUses;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class KeyUseRecorderTests
{
    private static readonly JwkThumbprint Key = Thumbprint('A');

    // What takes longer will not come any more.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly PauseClock _clock = new();
    private readonly FakeLogCollector _logs = new();
    private readonly StoreUnderTest _store = new();
    private int _lastNumber;

    [Test]
    public async Task Each_client_and_key_is_written_once_an_hour()
    {
        using KeyUseRecorder recorder = await StartAsync();

        recorder.Note("a", Key);
        await WriteAllAsync(recorder);
        recorder.Note("a", Key);
        recorder.Note("a", Thumbprint('B'));
        recorder.Note("b", Key);
        await WriteAllAsync(recorder);
        _clock.Advance(TimeSpan.FromMinutes(59));
        recorder.Note("a", Key);
        await WriteAllAsync(recorder);
        _clock.Advance(TimeSpan.FromMinutes(1));
        recorder.Note("a", Key);
        await WriteAllAsync(recorder);

        _store.Written.Where(static use => use.ClientId is "a" or "b").Should().Equal(
            new ClientKeyUse("a", Key, _clock.Start),
            new ClientKeyUse("a", Thumbprint('B'), _clock.Start),
            new ClientKeyUse("b", Key, _clock.Start),
            new ClientKeyUse("a", Key, _clock.Start.AddHours(1)));
    }

    [Test]
    public async Task A_store_that_fails_is_logged_and_the_next_use_is_written_after_a_pause()
    {
        _store.Failure = new TimeoutException("The database is gone.");
        using KeyUseRecorder recorder = await StartAsync();

        recorder.Note("a", Key);
        await _clock.PauseBegun.WaitAsync(Deadline);
        _logs.LatestRecord.Id.Id.Should().Be(18);
        _logs.LatestRecord.Exception.Should().BeSameAs(_store.Failure);
        _store.Failure = null;

        // What is noted meanwhile waits for the end of the pause.
        recorder.Note("a", Key);
        _clock.Advance(TimeSpan.FromSeconds(59));
        _store.Written.Should().BeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await WriteAllAsync(recorder);
        _store.Written.Should().ContainSingle(static use => use.ClientId == "a");
        _logs.Count.Should().Be(1);
    }

    [Test]
    public async Task A_store_that_hangs_holds_nobody_up_and_what_waits_is_bounded()
    {
        using KeyUseRecorder recorder = await StartAsync();
        await NoteWhileTheStoreHangsAsync(recorder, count: 25_000);

        await WriteAllAsync(recorder);
        _store.Written.Count.Should().BeInRange(10_000, 10_101);
    }

    [Test]
    public async Task A_use_that_found_no_room_is_written_at_the_next()
    {
        using KeyUseRecorder recorder = await StartAsync();
        await NoteWhileTheStoreHangsAsync(recorder, count: 11_000);
        _store.Written.Should().NotContain(static use => use.ClientId == "10999");

        recorder.Note("10999", Key);
        await WriteAllAsync(recorder);
        _store.Written.Should().Contain(static use => use.ClientId == "10999");
    }

    [Test]
    public async Task No_more_than_100_uses_are_written_at_a_time()
    {
        using KeyUseRecorder recorder = await StartAsync();
        await NoteWhileTheStoreHangsAsync(recorder, count: 500);

        _store.LargestBatch.Should().Be(100);
    }

    [Test]
    public async Task No_more_than_100000_uses_are_remembered()
    {
        using KeyUseRecorder recorder = await StartAsync();
        for (int part = 0; part < 10; part++)
        {
            for (int number = 0; number < 9_999; number++)
            {
                recorder.Note($"{part}/{number}", Key);
            }

            // One of its own, which makes 10,000.
            await WriteAllAsync(recorder);
        }

        recorder.Note("0/0", Key);
        await WriteAllAsync(recorder);
        _store.Written.Count(static use => use.ClientId == "0/0").Should().Be(1);
        recorder.Note("0/0", Key);
        await WriteAllAsync(recorder);
        _store.Written.Count(static use => use.ClientId == "0/0").Should().Be(2);
    }

    [Test]
    public async Task The_recorder_stops_while_a_store_hangs()
    {
        _store.Hanging = new TaskCompletionSource().Task;
        using KeyUseRecorder recorder = await StartAsync();
        recorder.Note("a", Key);
        await _store.Asked.WaitAsync(Deadline);

        await recorder.StopAsync(default).WaitAsync(Deadline);
    }

    [Test]
    public async Task Keys_of_clients_that_authenticate_can_be_read_from_the_registry_and_no_others()
    {
        using TestClient client = new();
        using TestClient other = new("other");
        await using TestServer server = await TestServer.StartAsync(client.Metadata, other.Metadata);
        IClientRegistry registry = server.Services.GetRequiredService<IClientRegistry>();

        (await server.PostTokenAsync(other.Form, client.Certificate)).Dispose();
        (await server.PostTokenAsync(client.Form, client.Certificate)).Dispose();

        await EventuallyAsync(async () => (await registry.FindKeyUsesAsync("client")).Uses.Count == 1);
        (await registry.FindKeyUsesAsync("client")).Uses[0].KeyThumbprint.Should().Be(client.Metadata.Jwks!.Keys[0].Thumbprint);
        (await registry.FindKeyUsesAsync("other")).Uses.Should().BeEmpty();
    }

    [Test]
    public async Task A_store_of_uses_that_fails_fails_no_request()
    {
        using TestClient client = new();
        _store.Failure = new TimeoutException();
        await using TestServer server = await TestServer.StartAsync(services =>
        {
            services.AddSingleton<IClientKeyUseStore>(_store);
            services.AddMtlsAuth().AddInMemoryClients(client.Metadata);
        });

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        response.IsSuccessStatusCode.Should().BeTrue();
        await EventuallyAsync(() => server.Logs.Any(static record => record.Id.Id == 18));
    }

    private static JwkThumbprint Thumbprint(char character)
    {
        JwkThumbprint.TryParse(new string(character, 42) + "A", out JwkThumbprint thumbprint).Should().BeTrue();
        return thumbprint;
    }

    private static Task EventuallyAsync(Func<bool> isSo) => EventuallyAsync(() => Task.FromResult(isSo()));

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource deadline = new(Deadline);
        while (!await isSo())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    private async Task<KeyUseRecorder> StartAsync()
    {
        KeyUseRecorder recorder = new(_store, _clock, new LoggerFactory([new FakeLoggerProvider(_logs)]));
        await recorder.StartAsync(default);
        return recorder;
    }

    // Uses are written in their order: with one that is noted now, all are written that were noted before.
    private async Task WriteAllAsync(KeyUseRecorder recorder)
    {
        string last = $"last {_lastNumber++}";
        recorder.Note(last, Key);
        await EventuallyAsync(() => _store.Last?.ClientId == last);
    }

    // Of clients that are called by their numbers, and waits until those are written for which there was room.
    private async Task NoteWhileTheStoreHangsAsync(KeyUseRecorder recorder, int count)
    {
        TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Hanging = hanging.Task;
        for (int number = 0; number < count; number++)
        {
            recorder.Note($"{number}", Key);
        }

        hanging.SetResult();
        await EventuallyAsync(() => _store.Written.Count >= Math.Min(count, 10_000));
    }

    // Says when the recorder begins to pause: nothing else waits for this clock.
    private sealed class PauseClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        private readonly TaskCompletionSource _pauseBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task PauseBegun => _pauseBegun.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            _pauseBegun.TrySetResult();
            return timer;
        }
    }

    private sealed class StoreUnderTest : IClientKeyUseStore
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile ClientKeyUse? _last;

        public ConcurrentQueue<ClientKeyUse> Written { get; } = [];

        public ClientKeyUse? Last => _last;

        public int LargestBatch { get; private set; }

        public Exception? Failure { get; set; }

        public Task Hanging { get; set; } = Task.CompletedTask;

        public Task Asked => _asked.Task;

        public async ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            await Hanging.WaitAsync(cancellationToken);
            if (Failure is { } failure)
            {
                throw failure;
            }

            LargestBatch = Math.Max(LargestBatch, uses.Count);
            foreach (ClientKeyUse use in uses)
            {
                Written.Enqueue(use);
                _last = use;
            }
        }

        public ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<ClientKeyUse>>([.. Written.Where(use => use.ClientId == clientId)]);
    }
}
