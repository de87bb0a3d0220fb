using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.JwksUri.Tests.Clients;
using MtlsAuth.JwksUri.Tests.Redis;
using MtlsAuth.Redis;
using MtlsAuth.Testing;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace MtlsAuth.JwksUri.Tests.KeySets;

/// <summary>The source of keys on several instances with a real Redis between them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedKeySetTests : IDisposable
{
    private const string Uri = "https://c.example/jwks";

    private static readonly ClientJwkSet Keys = NewKeys();
    private static readonly ClientJwkSet OtherKeys = NewKeys();

    private readonly KeySetServer _server = new();

    public SharedKeySetTests() => _server.Publish(Uri, Keys);

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task What_one_instance_has_fetched_another_need_not_fetch()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);

        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);

        ShouldBe((await second.GetAsync(Uri)).Keys, Keys);
        _server.RequestCount.Should().Be(1);
    }

    [Test]
    public async Task Redis_holds_the_keys_and_nothing_of_the_url()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        const string SecretUri = "https://c.example/jwks?token=secret";
        _server.Publish(SecretUri, Keys);
        await using KeySetInstance instance = On(redis);
        await instance.GetAsync(SecretUri);

        string json = await instance.IsSharedAsync(SecretUri);

        json.Should().Contain(Encoding.UTF8.GetString(Keys.ToUtf8Json())).And.NotContain("secret").And.NotContain("c.example");
    }

    [Test]
    public async Task Two_instances_make_one_fetch_for_all_who_come_at_once([Values(true, false)] bool fetchedBefore)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);
        await Task.WhenAll(first.WarmUpAsync(), second.WarmUpAsync());
        if (fetchedBefore)
        {
            await first.GetAsync(Uri);
            await first.IsSharedAsync(Uri);
            await second.GetAsync(Uri);
            await first.PassLifetimeAsync(Uri);
            await second.PassLifetimeAsync(Uri);
        }

        int before = _server.RequestCount;
        ClientJwkSetResult[] results = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(index => Task.Run(() => (index % 2 == 0 ? first : second).KeySets.GetCurrentAsync(Location).AsTask()))
            .Select(static async entry => ClientJwkSetResult.Current((await entry).Keys!)));

        results.Should().HaveCount(200);
        (_server.RequestCount - before).Should().Be(1);
    }

    [Test]
    public async Task A_new_key_that_one_instance_has_fetched_is_known_to_the_other()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        await second.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);

        // Otherwise the second could not tell the new entry from the old one before it is notified.
        first.Clock.Advance(TimeSpan.FromSeconds(1));
        ShouldBe((await first.RefreshAsync(Uri)).Keys, OtherKeys);
        ShouldBe((await second.RefreshAsync(Uri)).Keys, OtherKeys);

        _server.RequestCount.Should().Be(2, "the cool-down is for all instances");
        await Eventually.BecomesAsync(
            async () => (await second.GetAsync(Uri)).Keys!.Keys[0].Thumbprint, OtherKeys.Keys[0].Thumbprint);
    }

    [Test]
    public async Task A_new_key_is_known_to_the_other_also_where_no_notification_comes()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis, hasBackplane: false);
        await using KeySetInstance second = On(redis, hasBackplane: false);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        await second.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);
        first.Clock.Advance(TimeSpan.FromSeconds(1));
        await first.RefreshAsync(Uri);
        await first.IsSharedAsync(Uri, OtherKeys);

        ShouldBe((await second.RefreshAsync(Uri)).Keys, OtherKeys);
    }

    [Test]
    public async Task A_failure_is_shared_beside_the_keys_that_go_on_counting_and_so_is_its_pause()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.InternalServerError);
        await first.PassLifetimeAsync(Uri);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri, Keys);

        (await second.GetAsync(Uri)).Status.Should().Be(ClientJwkSetStatus.Stale);

        _server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task An_instance_that_knows_no_keys_takes_none_from_one_that_does()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        await first.LoseAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.InternalServerError);
        await using KeySetInstance second = On(redis);
        (await second.GetAsync(Uri)).Status.Should().Be(ClientJwkSetStatus.Unavailable);

        // What it writes and tells afterwards comes after what it might have written of these.
        const string LaterUri = "https://c.example/later";
        _server.Publish(LaterUri, OtherKeys);
        await second.GetAsync(LaterUri);
        await second.IsSharedAsync(LaterUri);

        await first.PassLifetimeAsync(Uri);
        ClientJwkSetResult result = await first.GetAsync(Uri);

        result.Status.Should().Be(ClientJwkSetStatus.Stale);
        ShouldBe(result.Keys, Keys);
    }

    [Test]
    public async Task A_private_key_that_one_instance_has_found_ends_the_keys_on_the_other()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        await second.GetAsync(Uri);
        _server.Answer(Uri, static _ => new HttpResponseMessage
        {
            Content = new StringContent("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", Encoding.UTF8, "application/json"),
        });

        await first.RefreshAsync(Uri);

        await Eventually.BecomesAsync(async () => (await second.GetAsync(Uri)).Status, ClientJwkSetStatus.Unusable);
        _server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task A_set_of_more_keys_than_by_default_is_shared_as_well()
    {
        ClientJwkSet many = ClientJwkSet.FromCertificates(
            includeX5c: false, [.. Enumerable.Repeat(TestCertificates.Ec().Create().ClientCertificate, 1_100)]);
        _server.Publish(Uri, many);
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis, configure: AllowMany);
        await using KeySetInstance second = On(redis, configure: AllowMany);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);

        (await second.GetAsync(Uri)).Keys!.Keys.Should().HaveCount(1_100);

        _server.RequestCount.Should().Be(1);

        static void AllowMany(JwksUriOptions options)
        {
            options.MaximumKeyCount = 10_000;
            options.MaximumDocumentLength = 1_048_576;
        }
    }

    [Test]
    public async Task Keys_do_not_get_older_than_allowed_by_being_shared()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);
        await using KeySetInstance second = On(redis);

        second.Clock.Advance(TimeSpan.FromHours(4));
        ClientJwkSetResult old = await second.GetAsync(Uri);
        second.Clock.Advance(TimeSpan.FromSeconds(1));
        ClientJwkSetResult tooOld = await second.GetAsync(Uri);

        ShouldBe(old.Keys, Keys);
        tooOld.Status.Should().Be(ClientJwkSetStatus.Unavailable);
    }

    [Test]
    public async Task What_another_version_has_written_is_fetched_anew()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await first.GetAsync(Uri);
        await first.IsSharedAsync(Uri);
        await first.WriteAsync(Uri, """{"Value":{"Document":{"keys":7}},"Timestamp":1}""");
        await using KeySetInstance second = On(redis);

        ShouldBe((await second.GetAsync(Uri)).Keys, Keys);

        _server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task Redis_can_be_killed_and_come_back_under_traffic_and_nobody_is_turned_away_whose_keys_are_known()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using KeySetInstance first = On(redis);
        await using KeySetInstance second = On(redis);
        await Task.WhenAll(first.GetAsync(Uri).AsTask(), second.GetAsync(Uri).AsTask());
        using CancellationTokenSource stop = new();
        Task<List<ClientJwkSetResult>>[] traffic = [.. new[] { first, second, first, second }.Select(instance => Task.Run(async () =>
        {
            List<ClientJwkSetResult> results = [];
            while (!stop.IsCancellationRequested)
            {
                results.Add(await instance.GetAsync(Uri));
                await Task.Delay(1);
            }

            return results;
        }))];

        await redis.KillAsync();
        await Task.WhenAll(first.PassLifetimeAsync(Uri).AsTask(), second.PassLifetimeAsync(Uri).AsTask());
        await first.RefreshAsync(Uri);
        await redis.RestartAsync();
        await second.PassLifetimeAsync(Uri);
        await second.RefreshAsync(Uri);
        await stop.CancelAsync();

        foreach (ClientJwkSetResult result in (await Task.WhenAll(traffic)).SelectMany(static results => results))
        {
            result.Status.Should().Be(ClientJwkSetStatus.Current);
            ShouldBe(result.Keys, Keys);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_redis_that_is_dead_or_mute_costs_no_answer(bool isMute)
    {
        await using MuteServer mute = new();
        await using RedisServer dead = RedisServer.NotStarted();
        await using KeySetInstance instance = new(
            _server, share: services => services.AddMtlsRedis(isMute ? mute.Configuration : dead.Configuration));

        ClientJwkSetResult result = await instance.GetAsync(Uri).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        ClientJwkSetResult refreshed = await instance.RefreshAsync(Uri).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        result.Status.Should().Be(ClientJwkSetStatus.Current);
        refreshed.Status.Should().Be(ClientJwkSetStatus.Current);
    }

    private static KeySetLocation Location { get; } = new(Uri, "c");

    private static ClientJwkSet NewKeys() =>
        ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate);

    private static void ShouldBe(ClientJwkSet? actual, ClientJwkSet expected) =>
        actual!.Keys.Select(static key => key.Thumbprint).Should().Equal(expected.Keys.Select(static key => key.Thumbprint));

    private KeySetInstance On(
        RedisServer redis, bool hasBackplane = true, Action<JwksUriOptions>? configure = null) => new(_server, configure, share: services =>
    {
        services.AddMtlsRedis(redis.Configuration);
        if (!hasBackplane)
        {
            services.RemoveAllKeyed<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey);
        }
    });
}
