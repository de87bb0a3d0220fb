using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MtlsAuth.JwksUri.Tests.Clients;

/// <summary>The cache on one instance, in memory.</summary>
public sealed class CachedClientMetadataStoreTests
{
    private static readonly InvalidOperationException StoreIsDown = new("The database is down.");

    [Test]
    public async Task A_client_is_read_once_and_all_get_the_same_one()
    {
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store);

        RegisteredClient? first = await instance.FindAsync("client");
        RegisteredClient? second = await instance.FindAsync("client");

        first!.ClientId.Should().Be("client");
        second.Should().BeSameAs(first);
        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task A_client_in_memory_is_found_without_waiting()
    {
        await using Instance instance = new(StoreWith("client"));
        await instance.FindAsync("client");

        instance.FindAsync("client").AsTask().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task A_client_is_read_again_after_its_lifetime()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");

        store.Set(Client("client", "renamed"));
        string? before = await instance.NameOfAsync("client");
        clock.Advance(TimeSpan.FromMinutes(2));
        string? after = await instance.NameOfAsync("client");

        (before, after).Should().Be(("client", "renamed"));
    }

    // What is underneath has the system's clock.
    [Test]
    public async Task A_client_is_waited_for_after_its_lifetime_by_the_systems_clock()
    {
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, configure: static cache => cache.Lifetime = TimeSpan.FromSeconds(1));
        await instance.FindAsync("client");
        store.Set(Client("client", "renamed"));
        store.HoldUp = static _ => Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);

        string? name = null;
        await Eventually.BecomesAsync(
            async () =>
            {
                name = await instance.NameOfAsync("client");
                return store.LookupCount;
            },
            2);

        name.Should().Be("renamed");
    }

    [Test]
    public async Task A_slow_store_is_waited_for_however_old_the_client_is_that_is_kept()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Set(Client("client", "renamed"));
        store.HoldUp = static _ => Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(5));

        (await instance.NameOfAsync("client")).Should().Be("renamed");
    }

    [Test]
    public async Task An_unknown_id_is_asked_for_once_until_its_lifetime_is_over()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = new();
        await using Instance instance = new(store, clock: clock);

        (await instance.FindAsync("nobody")).Should().BeNull();
        (await instance.FindAsync("nobody")).Should().BeNull();
        store.LookupCount.Should().Be(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        store.Set(Client("nobody"));

        (await instance.FindAsync("nobody")).Should().NotBeNull();
    }

    [Test]
    public async Task A_change_counts_at_once()
    {
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store);
        await instance.FindAsync("client");
        await instance.FindAsync("new");

        store.Set(Client("client", "renamed"));
        store.Set(Client("new"));
        await instance.ChangedAsync("client");
        await instance.ChangedAsync("new");
        string? renamed = await instance.NameOfAsync("client");
        string? added = await instance.NameOfAsync("new");
        store.Remove("client");
        await instance.ChangedAsync("client");

        (renamed, added).Should().Be(("renamed", "new"));
        (await instance.FindAsync("client")).Should().BeNull();
    }

    [Test]
    public async Task What_is_read_while_a_client_changes_does_not_count()
    {
        StoreUnderTest store = StoreWith("client");
        TaskCompletionSource heldUp = new();
        store.HoldUp = _ => heldUp.Task;
        await using Instance instance = new(store);

        Task<string?> underWay = instance.NameOfAsync("client");
        store.Set(Client("client", "renamed"));
        store.HoldUp = static _ => Task.CompletedTask;
        await instance.ChangedAsync("client");
        heldUp.SetResult();

        (await underWay).Should().Be("renamed");
        (await instance.NameOfAsync("client")).Should().Be("renamed");
        store.LookupCount.Should().Be(2);
    }

    [Test]
    public async Task What_is_read_while_a_client_changes_does_not_count_where_the_clock_stands_still()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        TaskCompletionSource heldUp = new();
        store.HoldUp = _ => heldUp.Task;
        await using Instance instance = new(store, clock: clock);

        Task<string?> underWay = instance.NameOfAsync("client");
        store.Set(Client("client", "renamed"));
        store.HoldUp = static _ => Task.CompletedTask;
        await instance.ChangedAsync("client");
        heldUp.SetResult();

        (await underWay).Should().Be("renamed");
        store.LookupCount.Should().Be(2);
    }

    [Test]
    public async Task A_client_that_changes_faster_than_it_can_be_read_is_unavailable()
    {
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store);
        store.HoldUp = _ => instance.ChangedAsync("client");

        await FluentActions.Awaiting(() => instance.FindAsync("client").AsTask())
            .Should().ThrowAsync<ClientMetadataUnavailableException>().WithMessage("The client changes faster than it can be read.");
        store.LookupCount.Should().Be(3);
    }

    [Test]
    public async Task Two_hundred_requests_make_one_look_up()
    {
        StoreUnderTest store = StoreWith("client");
        store.HoldUp = static _ => Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        await using Instance instance = new(store);

        RegisteredClient?[] found = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => instance.FindAsync("client").AsTask()));

        found.Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task The_first_request_can_be_cancelled_without_harm_to_the_others()
    {
        StoreUnderTest store = StoreWith("client");
        TaskCompletionSource heldUp = new();
        store.HoldUp = token => heldUp.Task.WaitAsync(token);
        await using Instance instance = new(store);
        using CancellationTokenSource first = new();

        Task<RegisteredClient?> cancelled = instance.FindAsync("client", first.Token).AsTask();
        Task<RegisteredClient?> other = instance.FindAsync("client").AsTask();
        await first.CancelAsync();
        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();
        heldUp.SetResult();

        (await other).Should().NotBeNull();
        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task A_store_that_never_answers_is_a_failure_after_a_while()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        store.HoldUp = static _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        await using Instance instance = new(store, clock: clock);

        Task<RegisteredClient?> waiting = instance.FindAsync("client").AsTask();
        waiting.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(11));

        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ClientMetadataUnavailableException>())
            .WithInnerException<TimeoutException>();
    }

    [Test]
    public async Task The_stores_token_is_cancelled_when_its_time_is_over()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        TaskCompletionSource cancelled = new();
        store.HoldUp = token =>
        {
            token.Register(cancelled.SetResult);
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        await using Instance instance = new(store, clock: clock);

        Task<RegisteredClient?> waiting = instance.FindAsync("client").AsTask();
        clock.Advance(TimeSpan.FromSeconds(11));

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ClientMetadataUnavailableException>();
        await cancelled.Task;
    }

    [Test]
    public async Task A_client_counts_while_the_store_is_down_until_it_is_too_old()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;

        for (TimeSpan age = TimeSpan.FromMinutes(2); age < TimeSpan.FromMinutes(10); age += TimeSpan.FromMinutes(2))
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            (await instance.NameOfAsync("client")).Should().Be("client", "it is {0} old", age);
        }

        clock.Advance(TimeSpan.FromMinutes(3));
        await ShouldBeUnavailableAsync(instance, "client");
    }

    [Test]
    public async Task A_client_is_too_old_in_the_middle_of_a_pause_as_well()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(
            store, clock: clock, configure: static cache => cache.MinimumPause = cache.MaximumPause = TimeSpan.FromMinutes(10));
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;
        clock.Advance(TimeSpan.FromMinutes(9));
        (await instance.NameOfAsync("client")).Should().Be("client");

        clock.Advance(TimeSpan.FromMinutes(2));

        await ShouldBeUnavailableAsync(instance, "client");
    }

    [Test]
    public async Task A_clock_that_is_put_back_makes_no_client_younger()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.Zero };
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(1));

        await ShouldBeUnavailableAsync(instance, "client");
    }

    [Test]
    public async Task A_clock_that_is_put_back_makes_no_pause_longer()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        store.Failure = StoreIsDown;
        await using Instance instance = new(store, clock: clock);
        await ShouldBeUnavailableAsync(instance, "client");
        store.Failure = null;

        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(1));

        (await instance.NameOfAsync("client")).Should().Be("client");
    }

    [Test]
    public async Task The_store_is_asked_again_when_it_is_back()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;
        clock.Advance(TimeSpan.FromMinutes(2));
        await instance.FindAsync("client");

        store.Failure = null;
        store.Set(Client("client", "renamed"));
        string? inPause = await instance.NameOfAsync("client");
        clock.Advance(TimeSpan.FromSeconds(2));
        string? afterPause = await instance.NameOfAsync("client");

        (inPause, afterPause).Should().Be(("client", "renamed"));
    }

    [Test]
    public async Task A_first_look_up_that_fails_is_shared_and_paused()
    {
        StoreUnderTest store = StoreWith("client");
        store.HoldUp = static _ => Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        store.Failure = StoreIsDown;
        await using Instance instance = new(store, configure: static cache => cache.MinimumPause = TimeSpan.FromSeconds(30));

        Task<RegisteredClient?>[] requests = [.. Enumerable.Range(0, 50).Select(_ => instance.FindAsync("client").AsTask())];
        await ((Task)Task.WhenAll(requests)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        requests.Should().OnlyContain(static request => request.Exception!.InnerException is ClientMetadataUnavailableException);
        await ShouldBeUnavailableAsync(instance, "client");
        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task Pauses_grow_from_failure_to_failure_up_to_the_longest()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        store.Failure = StoreIsDown;
        await using Instance instance = new(store, clock: clock);

        List<int> attempts = [];
        foreach (int seconds in (int[])[0, 1, 1, 1, 3, 1, 7, 1, 15, 1, 29, 1, 29, 1])
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            await ShouldBeUnavailableAsync(instance, "client");
            attempts.Add(store.LookupCount);
        }

        attempts.Should().Equal(1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8);
    }

    [Test]
    public async Task Nobody_waits_for_a_store_that_hangs_after_it_has_failed()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;
        clock.Advance(TimeSpan.FromMinutes(2));
        await instance.FindAsync("client");
        TaskCompletionSource heldUp = new();
        store.HoldUp = _ => heldUp.Task;
        clock.Advance(TimeSpan.FromSeconds(2));

        Task<string?> first = instance.NameOfAsync("client");
        string? second = await instance.NameOfAsync("client").WaitAsync(TimeSpan.FromSeconds(20));
        first.IsCompleted.Should().BeFalse("it has a moment of patience");
        clock.Advance(TimeSpan.FromMilliseconds(200));

        (await first, second).Should().Be(("client", "client"));
        store.Failure = null;
        store.Set(Client("client", "renamed"));
        heldUp.SetResult();
        store.LookupCount.Should().Be(3);
    }

    [Test]
    public async Task A_change_ends_a_pause()
    {
        StoreUnderTest store = StoreWith("client");
        store.Failure = StoreIsDown;
        await using Instance instance = new(store, configure: static cache => cache.MinimumPause = TimeSpan.FromSeconds(30));
        await ShouldBeUnavailableAsync(instance, "client");

        store.Failure = null;
        await instance.ChangedAsync("client");

        (await instance.FindAsync("client")).Should().NotBeNull();
    }

    [Test]
    public async Task Entries_are_bounded_and_unknown_ids_do_not_push_clients_out()
    {
        string[] clients = [.. Enumerable.Range(0, 20).Select(static number => $"client{number}")];
        StoreUnderTest store = StoreWith(clients);
        await using Instance instance = new(store, configure: static cache => cache.MaximumEntryCount = 100);
        foreach (string client in clients)
        {
            await instance.FindAsync(client);
        }

        for (int number = 0; number < 2_000; number++)
        {
            await instance.FindAsync($"invented{number}");
        }

        int before = store.LookupCount;
        foreach (string client in clients)
        {
            await instance.FindAsync(client);
        }

        store.LookupCount.Should().Be(before);
        for (int number = 0; number < 2_000; number++)
        {
            await instance.FindAsync($"invented{number}");
        }

        (store.LookupCount - before).Should().BeGreaterThan(1_800, "no more than a hundred are kept");
    }

    [Test]
    public async Task Ids_that_are_invented_while_the_store_is_down_do_not_push_clients_out()
    {
        string[] clients = [.. Enumerable.Range(0, 20).Select(static number => $"client{number}")];
        StoreUnderTest store = StoreWith(clients);
        await using Instance instance = new(store, configure: static cache => cache.MaximumEntryCount = 100);
        foreach (string client in clients)
        {
            await instance.FindAsync(client);
        }

        store.Failure = StoreIsDown;
        for (int number = 0; number < 1_000; number++)
        {
            await ShouldBeUnavailableAsync(instance, $"invented{number}");
        }

        foreach (string client in clients)
        {
            (await instance.NameOfAsync(client)).Should().Be(client);
        }
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("Zoë")]
    [TestCase("a b")]
    [TestCase("\ud800")]
    [TestCase("line\r\nbreak")]
    public async Task An_id_may_be_any_text(string clientId)
    {
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store);

        (await instance.FindAsync(clientId)).Should().BeNull();
        (await instance.FindAsync(clientId)).Should().BeNull();

        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task A_client_of_a_long_id_is_found()
    {
        string clientId = new('x', 100_000);
        StoreUnderTest store = StoreWith(clientId);
        await using Instance instance = new(store);

        await instance.FindAsync(clientId);
        (await instance.FindAsync(clientId))!.ClientId.Should().Be(clientId);
        (await instance.FindAsync(clientId[1..])).Should().BeNull();

        store.LookupCount.Should().Be(2);
    }

    [Test]
    public async Task A_store_that_ignores_case_finds_nobody_of_another_case()
    {
        StoreUnderTest store = new() { Always = Client("client") };
        await using Instance instance = new(store);

        (await instance.FindAsync("CLIENT")).Should().BeNull();
        (await instance.FindAsync("client")).Should().NotBeNull();
    }

    [Test]
    public async Task Look_ups_are_counted_by_what_came_of_them()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        using MetricCollector<long> lookups = new(
            instance.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_cache.lookups");

        await instance.FindAsync("client");
        await instance.FindAsync("client");
        await instance.FindAsync("nobody");
        store.Failure = StoreIsDown;
        clock.Advance(TimeSpan.FromMinutes(2));
        await instance.FindAsync("client");
        await ShouldBeUnavailableAsync(instance, "other");

        lookups.GetMeasurementSnapshot().Select(static lookup => lookup.Tags["mtlsauth.client_cache.outcome"])
            .Should().Equal("loaded", "hit", "unknown", "stale", "unavailable");
    }

    [Test]
    public async Task Failures_are_logged_once_each_with_what_they_mean()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, clock: clock);
        await instance.FindAsync("client");
        store.Failure = StoreIsDown;
        clock.Advance(TimeSpan.FromMinutes(2));

        await instance.FindAsync("client");
        await instance.FindAsync("client");
        await ShouldBeUnavailableAsync(instance, "no\nbody");

        instance.Logs.Select(static record => (record.Id.Id, record.Level, record.Exception)).Should().Equal(
            (40, LogLevel.Warning, StoreIsDown), (41, LogLevel.Error, StoreIsDown));
        instance.Logs[0].Message.Should().Be(
            "Client client not read again, and not tried for 00:00:01; it counts as it was read 00:02:00 ago: the store of clients failed");
        instance.Logs[1].Message.Should().StartWith("Client sha256 ").And.NotContain("\n");
    }

    private static async Task ShouldBeUnavailableAsync(Instance instance, string clientId) =>
        (await FluentActions.Awaiting(() => instance.FindAsync(clientId).AsTask())
            .Should().ThrowAsync<ClientMetadataUnavailableException>()).WithInnerException<InvalidOperationException>();

    private static ClientMetadata Client(string clientId, string? name = null) => new()
    {
        ClientId = clientId,
        ClientName = name ?? clientId,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client",
    };

    private static StoreUnderTest StoreWith(params string[] clientIds)
    {
        StoreUnderTest store = new();
        foreach (string clientId in clientIds)
        {
            store.Set(Client(clientId));
        }

        return store;
    }
}
