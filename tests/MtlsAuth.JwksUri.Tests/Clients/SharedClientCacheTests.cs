using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri.Tests.Redis;
using MtlsAuth.Redis.Connections;
using MtlsAuth.Testing;
using StackExchange.Redis;

namespace MtlsAuth.JwksUri.Tests.Clients;

/// <summary>The cache on several instances with a real Redis between them: what it promises, and what is relied on of FusionCache.</summary>
public sealed class SharedClientCacheTests
{
    [Test]
    public async Task Redis_holds_the_metadata_as_json_and_nothing_else()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        ClientMetadata metadata = Client("client") with { Jwks = ClientJwkSet.FromCertificates(true, Certificate()), ClientName = "Zoë <a>" };
        StoreUnderTest store = new();
        store.Set(metadata);
        await using Instance writer = new(store, redis.Configuration);
        await writer.FindAsync("client");

        JsonElement entry = (await ReadAsync(writer, "client")).GetProperty("Value");

        entry.EnumerateObject().Select(static member => member.Name).Should().Equal("version", "read_at", "client");
        JsonElement.DeepEquals(entry.GetProperty("client"), JsonElement.Parse(metadata.ToUtf8Json())).Should().BeTrue();
    }

    [Test]
    public async Task An_instance_takes_over_what_another_has_read_and_makes_it_once()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = new();
        ClientMetadata metadata = Client("client") with { Jwks = ClientJwkSet.FromCertificates(true, Certificate()) };
        store.Set(metadata);
        await using Instance first = new(store, redis.Configuration);
        await using Instance second = new(store, redis.Configuration);
        await first.FindAsync("client");
        await ReadAsync(first, "client");

        RegisteredClient? taken = await second.FindAsync("client");

        store.LookupCount.Should().Be(1);
        taken!.Metadata.ToUtf8Json().Should().Equal(metadata.ToUtf8Json());
        (await second.FindAsync("client")).Should().BeSameAs(taken);
    }

    [Test]
    public async Task A_change_here_is_seen_there()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration);
        await using Instance there = new(store, redis.Configuration);
        await Task.WhenAll(here.NameOfAsync("client"), there.NameOfAsync("client"), there.NameOfAsync("new"));

        store.Set(Client("client", "renamed"));
        store.Set(Client("new"));
        await here.ChangedAsync("client");
        await here.ChangedAsync("new");

        (await here.NameOfAsync("client")).Should().Be("renamed");
        await Eventually.BecomesAsync(() => there.NameOfAsync("client"), "renamed");
        await Eventually.BecomesAsync(() => there.NameOfAsync("new"), "new");
        store.Remove("client");
        await here.ChangedAsync("client");
        (await here.NameOfAsync("client")).Should().BeNull();
        await Eventually.BecomesAsync(() => there.NameOfAsync("client"), null);
    }

    [Test]
    public async Task What_is_read_there_while_a_client_changes_here_does_not_count()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        StoreUnderTest slow = StoreWith("client");
        TaskCompletionSource heldUp = new();
        slow.HoldUp = _ => heldUp.Task;
        await using Instance here = new(store, redis.Configuration);
        await using Instance there = new(slow, redis.Configuration);
        Task<string?> underWay = there.NameOfAsync("client");
        await Eventually.BecomesAsync(() => Task.FromResult(slow.LookupCount), 1);

        store.Set(Client("client", "renamed"));
        slow.Set(Client("client", "renamed"));
        slow.HoldUp = static _ => Task.CompletedTask;
        await here.ChangedAsync("client");

        // The notification of another change has come after that of the first.
        await there.FindAsync("other");
        slow.Set(Client("other"));
        await here.ChangedAsync("other");
        await Eventually.BecomesAsync(() => there.NameOfAsync("other"), "other");
        heldUp.SetResult();

        (await underWay).Should().Be("renamed");
        (await here.NameOfAsync("client")).Should().Be("renamed");
    }

    [Test]
    public async Task A_change_whose_notification_is_lost_is_seen_when_memory_is_no_longer_believed()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration);
        await using Instance there = new(
            store, redis.Configuration, static cache => cache.MemoryDuration = TimeSpan.FromSeconds(1), hasBackplane: false);
        await here.FindAsync("client");
        await there.FindAsync("client");

        store.Set(Client("client", "renamed"));
        await here.ChangedAsync("client");

        // Long before the lifetime of a minute.
        await Eventually.BecomesAsync(() => there.NameOfAsync("client"), "renamed");
    }

    [Test]
    public async Task Pauses_grow_also_where_redis_has_the_client_as_it_was()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, redis.Configuration, clock: clock);
        await instance.FindAsync("client");
        store.Failure = new InvalidOperationException("down");
        clock.Advance(TimeSpan.FromMinutes(2));
        List<int> attempts = [];
        foreach (int seconds in (int[])[0, 1, 1, 1, 3, 1])
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            (await instance.NameOfAsync("client")).Should().Be("client");
            attempts.Add(store.LookupCount);
        }

        attempts.Should().Equal(2, 3, 3, 4, 4, 5);
    }

    [Test]
    public async Task A_change_while_redis_is_away_is_told_when_it_is_back()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration, LongRemembered);
        await using Instance there = new(store, redis.Configuration, LongRemembered);
        await Task.WhenAll(here.NameOfAsync("client"), there.NameOfAsync("client"));
        await redis.KillAsync();

        store.Set(Client("client", "renamed"));
        await here.ChangedAsync("client");
        (await here.NameOfAsync("client")).Should().Be("renamed");
        (await there.NameOfAsync("client")).Should().Be("client", "nobody has told it");
        await redis.RestartAsync();

        await Eventually.BecomesAsync(() => there.NameOfAsync("client"), "renamed");

        static void LongRemembered(ClientCacheOptions cache) =>
            (cache.Lifetime, cache.MaximumAge, cache.MemoryDuration) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
    }

    [Test]
    public async Task An_instance_does_not_take_its_own_change_for_another()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration);
        StoreUnderTest another = new();
        await using Instance there = new(another, redis.Configuration);
        await there.FindAsync("other");
        await here.ChangedAsync("client");
        await here.FindAsync("client");

        // What is told later comes later.
        another.Set(Client("other"));
        await here.ChangedAsync("other");
        await Eventually.BecomesAsync(() => there.NameOfAsync("other"), "other");

        (await here.NameOfAsync("client")).Should().Be("client");
        store.LookupCount.Should().Be(1);
    }

    [Test]
    public async Task A_change_that_nobody_tells_of_is_seen_within_the_lifetime()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration, clock: clock);
        await using Instance there = new(store, redis.Configuration, clock: clock);
        await here.FindAsync("client");
        await there.FindAsync("client");

        store.Set(Client("client", "renamed"));
        clock.Advance(TimeSpan.FromMinutes(2));

        (await there.NameOfAsync("client")).Should().Be("renamed");
        await Eventually.BecomesAsync(() => here.NameOfAsync("client"), "renamed");
    }

    [Test]
    public async Task A_removed_client_is_unknown_to_the_others_within_the_lifetime()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance here = new(store, redis.Configuration, clock: clock);
        await here.FindAsync("client");
        await ReadAsync(here, "client");
        store.Remove("client");
        clock.Advance(TimeSpan.FromMinutes(2));
        await here.FindAsync("client");

        // Neither does what is kept for bad times go on: the other instance cannot reach the store.
        StoreUnderTest down = new() { Failure = new InvalidOperationException() };
        await using Instance there = new(down, redis.Configuration, clock: clock);
        await Eventually.BecomesAsync(
            async () => await there.NameOfAsync("client").ContinueWith(static task => task.Status, TaskScheduler.Default),
            TaskStatus.RanToCompletion);
        (await there.FindAsync("client")).Should().BeNull();
    }

    [Test]
    public async Task Unknown_ids_are_kept_out_of_redis()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, redis.Configuration);
        await instance.FindAsync("invented");
        await instance.FindAsync("client");
        await ReadAsync(instance, "client");

        IConnectionMultiplexer connection = await instance.Services.GetRequiredService<RedisConnection>().GetAsync();
        (await connection.GetServer(connection.GetEndPoints()[0]).KeysAsync().ToListAsync())
            .Should().ContainSingle(static key => ((string)key!).Contains("MtlsAuth.Clients:")).Which.ToString().Should().EndWith(":client");
    }

    [Test]
    public async Task Two_instances_with_two_hundred_requests_each_make_one_look_up()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("warm", "client");
        await using Instance first = new(store, redis.Configuration);
        await using Instance second = new(store, redis.Configuration);
        await first.FindAsync("warm");
        await second.FindAsync("warm");
        int before = store.LookupCount;
        store.HoldUp = static _ => Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);

        string?[] names = await Task.WhenAll(
            Enumerable.Range(0, 400).Select(number => (number % 2 == 0 ? first : second).NameOfAsync("client")));

        names.Should().OnlyContain(static name => name == "client");
        (store.LookupCount - before).Should().Be(1);
    }

    [Test]
    public async Task A_client_that_was_taken_from_redis_gets_no_older_than_one_that_was_read()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        StoreUnderTest store = StoreWith("client");
        await using Instance reader = new(store, redis.Configuration, clock: clock);
        await reader.FindAsync("client");
        await ReadAsync(reader, "client");
        store.Failure = new InvalidOperationException("The database is down.");
        clock.Advance(TimeSpan.FromMinutes(8));
        await using Instance taker = new(store, redis.Configuration, clock: clock);

        (await taker.NameOfAsync("client")).Should().Be("client", "it is eight minutes old");
        clock.Advance(TimeSpan.FromMinutes(3));

        await FluentActions.Awaiting(() => taker.FindAsync("client").AsTask()).Should().ThrowAsync<ClientMetadataUnavailableException>();
        await using Instance newcomer = new(store, redis.Configuration, clock: clock);
        await FluentActions.Awaiting(() => newcomer.FindAsync("client").AsTask()).Should().ThrowAsync<ClientMetadataUnavailableException>();
    }

    [TestCase("not JSON")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"version":2,"read_at":"2026-01-01T00:00:00+00:00","client":{"client_id":"client"}}""")]
    [TestCase("""{"version":1,"read_at":"yesterday","client":{"client_id":"client"}}""")]
    [TestCase("""{"version":1,"read_at":"READ_AT","client":[]}""")]
    [TestCase("""{"version":1,"read_at":"READ_AT","client":{"client_id":"client","client_id":"other"}}""")]
    [TestCase("""{"version":1,"read_at":"READ_AT","client":{"client_id":"other"}}""")]
    public async Task What_is_broken_in_redis_is_read_anew(string value)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance writer = new(store, redis.Configuration);
        await writer.FindAsync("client");
        string whole = (await ReadAsync(writer, "client")).GetRawText();
        string entry = JsonElement.Parse(whole).GetProperty("Value").GetRawText();
        string broken = whole.Replace(entry, value.Replace("READ_AT", $"{DateTimeOffset.UtcNow:O}"));
        await writer.Shared.SetAsync(
            SharedKey("client"), Encoding.UTF8.GetBytes(broken), new DistributedCacheEntryOptions());
        await using Instance reader = new(store, redis.Configuration);

        (await reader.NameOfAsync("client")).Should().Be("client");

        store.LookupCount.Should().Be(2);
    }

    [Test]
    public async Task An_entry_without_a_value_in_redis_is_read_anew()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance writer = new(store, redis.Configuration);
        await writer.FindAsync("client");
        string entry = (await ReadAsync(writer, "client")).GetRawText();
        await writer.Shared.SetAsync(
            SharedKey("client"), Encoding.UTF8.GetBytes(entry.Replace("\"Value\":", "\"Other\":")), new DistributedCacheEntryOptions());
        await using Instance reader = new(store, redis.Configuration);

        (await reader.NameOfAsync("client")).Should().Be("client");
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[")]
    [TestCase("\0\0")]
    public async Task What_is_no_entry_in_redis_is_read_anew(string value)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        StoreUnderTest store = StoreWith("client");
        await using Instance instance = new(store, redis.Configuration);
        await instance.Shared.SetAsync(SharedKey("client"), Encoding.UTF8.GetBytes(value), new DistributedCacheEntryOptions());

        (await instance.NameOfAsync("client")).Should().Be("client");

        (await ReadAsync(instance, "client", other: value)).ValueKind.Should().Be(JsonValueKind.Object, "it is mended");
    }

    [Test]
    public async Task Redis_can_be_killed_and_come_back_empty_under_traffic()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        string[] clients = [.. Enumerable.Range(0, 20).Select(static number => $"client{number}")];
        StoreUnderTest store = StoreWith(clients);
        await using Instance first = new(store, redis.Configuration, SoonForgotten);
        await using Instance second = new(store, redis.Configuration, SoonForgotten);
        using CancellationTokenSource end = new();
        int answers = 0;
        Task[] traffic = [.. Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (int turn = number; !end.IsCancellationRequested; turn++)
            {
                string client = clients[turn % clients.Length];
                (await (turn % 2 == 0 ? first : second).NameOfAsync(client)).Should().StartWith(client);
                (await first.NameOfAsync("nobody")).Should().BeNull();
                Interlocked.Increment(ref answers);
                await Task.Delay(1);
            }
        }))];

        await AnswersAsync(500);
        await redis.KillAsync();
        await AnswersAsync(500);
        store.Set(Client("client0", "client0 while Redis is away"));
        await first.ChangedAsync("client0");
        (await first.NameOfAsync("client0")).Should().Be("client0 while Redis is away");
        await Eventually.BecomesAsync(() => second.NameOfAsync("client0"), "client0 while Redis is away");
        await redis.RestartAsync();
        await AnswersAsync(500);
        store.Set(Client("client1", "client1 after it is back"));
        await first.ChangedAsync("client1");
        await Eventually.BecomesAsync(() => second.NameOfAsync("client1"), "client1 after it is back");
        await end.CancelAsync();
        await Task.WhenAll(traffic);

        Task AnswersAsync(int more)
        {
            int enough = Volatile.Read(ref answers) + more;
            return Eventually.BecomesAsync(
                () => Task.FromResult(Volatile.Read(ref answers) >= enough || traffic.Any(static task => task.IsFaulted)), true);
        }

        static void SoonForgotten(ClientCacheOptions cache)
        {
            cache.Lifetime = TimeSpan.FromSeconds(2);
            cache.MemoryDuration = TimeSpan.FromSeconds(1);
        }
    }

    [Test]
    public async Task Redis_may_be_down_at_the_start_and_come_later()
    {
        await using RedisServer redis = RedisServer.NotStarted();
        StoreUnderTest store = StoreWith("client", "other");
        await using Instance first = new(store, redis.Configuration);
        await using Instance second = new(store, redis.Configuration);

        (await first.NameOfAsync("client")).Should().Be("client");
        (await second.NameOfAsync("client")).Should().Be("client");
        await redis.RestartAsync();

        await Eventually.BecomesAsync(
            async () =>
            {
                store.Set(Client("client", $"{Guid.NewGuid()}"));
                await first.ChangedAsync("client");
                string? name = await first.NameOfAsync("client");
                await Task.Delay(100);
                return await second.NameOfAsync("client") == name;
            },
            true);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_redis_that_is_dead_or_mute_costs_requests_little(bool isMute)
    {
        await using MuteServer mute = new();
        await using RedisServer dead = RedisServer.NotStarted();
        string[] clients = [.. Enumerable.Range(0, 50).Select(static number => $"client{number}")];
        StoreUnderTest store = StoreWith(clients);
        await using Instance instance = new(store, isMute ? mute.Configuration : dead.Configuration);

        Stopwatch all = Stopwatch.StartNew();
        foreach (string client in clients)
        {
            (await instance.NameOfAsync(client)).Should().Be(client);
        }

        TimeSpan misses = all.Elapsed;
        all.Restart();
        foreach (string client in clients)
        {
            (await instance.NameOfAsync(client)).Should().Be(client);
        }

        TestContext.Out.WriteLine($"50 misses {misses}, 50 hits {all.Elapsed}");
        misses.Should().BeLessThan(TimeSpan.FromSeconds(30), "the defaults of the parts come to ten seconds for each");
        all.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1), "what is in memory does not wait for Redis");
        store.LookupCount.Should().Be(50);
    }

    private static string SharedKey(string clientId) => $"v2:MtlsAuth.Clients:{clientId}";

    [Test]
    public async Task The_password_of_redis_is_never_logged()
    {
        await using MuteServer mute = new();
        await using RedisServer dead = RedisServer.NotStarted();
        foreach (string configuration in (string[])[mute.Configuration, dead.Configuration])
        {
            await using Instance instance = new(StoreWith("client"), $"{configuration},user=somebody,password=s3cr3t");
            await instance.FindAsync("client");
            await instance.ChangedAsync("client");
            await Eventually.BecomesAsync(() => Task.FromResult(instance.AllLogs.Count > 0), true);

            instance.AllLogs.Should().NotContain(static text => text.Contains("s3cr3t", StringComparison.Ordinal));
        }
    }

    // What is in Redis, as soon as it is there: it is written in the background.
    private static async Task<JsonElement> ReadAsync(Instance instance, string clientId, string? other = null)
    {
        byte[]? value = null;
        await Eventually.BecomesAsync(
            async () => (value = await instance.Shared.GetAsync(SharedKey(clientId))) is not null && Encoding.UTF8.GetString(value) != other,
            true);
        return JsonElement.Parse(value!);
    }

    private static ClientCertificate Certificate() => TestCertificates.Ec().Create().ClientCertificate;

    private static ClientMetadata Client(string clientId, string? name = null) => new()
    {
        ClientId = clientId,
        ClientName = name ?? clientId,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
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
