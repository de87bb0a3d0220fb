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
public sealed class KeyUseRecorderTests
{
    private static readonly JwkThumbprint Key = Thumbprint('A');

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeLogCollector _logs = new();
    private readonly StoreUnderTest _store = new();

    [Test]
    public async Task Each_client_and_key_is_written_once_an_hour()
    {
        using KeyUseRecorder recorder = await StartAsync();

        recorder.Note("a", Key);
        recorder.Note("a", Key);
        recorder.Note("a", Thumbprint('B'));
        recorder.Note("b", Key);
        await _store.ShouldHaveWrittenAsync(3);
        _clock.Advance(TimeSpan.FromMinutes(59));
        recorder.Note("a", Key);
        _clock.Advance(TimeSpan.FromMinutes(1));
        recorder.Note("a", Key);
        await _store.ShouldHaveWrittenAsync(4);
        await recorder.StopAsync(default);

        _store.Written.Should().BeEquivalentTo(new ClientKeyUse[]
        {
            new("a", Key, _clock.Start), new("a", Thumbprint('B'), _clock.Start), new("b", Key, _clock.Start),
            new("a", Key, _clock.Start.AddHours(1)),
        });
    }

    [Test]
    public async Task A_store_that_fails_is_logged_and_the_next_use_is_written_after_a_pause()
    {
        _store.Failure = new TimeoutException("The database is gone.");
        using KeyUseRecorder recorder = await StartAsync();

        recorder.Note("a", Key);
        await EventuallyAsync(() => _logs.Count == 1);
        _logs.LatestRecord.Id.Id.Should().Be(18);
        _logs.LatestRecord.Exception.Should().BeSameAs(_store.Failure);
        _store.Failure = null;

        // What is noted meanwhile waits for the end of the pause.
        recorder.Note("a", Key);
        _store.Written.Should().BeEmpty();
        await EventuallyAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return !_store.Written.IsEmpty;
        });
        _logs.Count.Should().Be(1);
        await recorder.StopAsync(default);
    }

    [Test]
    public async Task A_store_that_hangs_holds_nobody_up_and_what_waits_is_bounded()
    {
        TaskCompletionSource hanging = new();
        _store.Hanging = hanging.Task;
        using KeyUseRecorder recorder = await StartAsync();

        for (int number = 0; number < 25_000; number++)
        {
            recorder.Note($"{number}", Key);
        }

        hanging.SetResult();
        await EventuallyAsync(() => _store.Written.Count >= 10_000);
        await recorder.StopAsync(default);
        _store.Written.Count.Should().BeInRange(10_000, 10_100);
    }

    [Test]
    public async Task The_recorder_stops_while_a_store_hangs()
    {
        _store.Hanging = new TaskCompletionSource().Task;
        using KeyUseRecorder recorder = await StartAsync();
        recorder.Note("a", Key);

        await recorder.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(30));
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
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
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

    private sealed class StoreUnderTest : IClientKeyUseStore
    {
        public ConcurrentBag<ClientKeyUse> Written { get; } = [];

        public Exception? Failure { get; set; }

        public Task Hanging { get; set; } = Task.CompletedTask;

        public async ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default)
        {
            await Hanging.WaitAsync(cancellationToken);
            if (Failure is { } failure)
            {
                throw failure;
            }

            foreach (ClientKeyUse use in uses)
            {
                Written.Add(use);
            }
        }

        public ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<ClientKeyUse>>([.. Written.Where(use => use.ClientId == clientId)]);

        public Task ShouldHaveWrittenAsync(int count) => EventuallyAsync(() => Written.Count == count);
    }
}
