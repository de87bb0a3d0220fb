using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Redis;
using MtlsAuth.Redis.Connections;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Backplane;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;

namespace MtlsAuth.JwksUri.Tests.Redis;

public sealed class MtlsRedisExtensionsTests
{
    [Test]
    public async Task There_is_one_connection_which_is_closed_with_the_host()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        List<IConnectionMultiplexer> connections = [];
        ServiceProvider provider = Provide(options =>
        {
            options.Configuration = redis.Configuration;
            options.ConnectAsync = async settings =>
            {
                IConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(settings);
                connections.Add(connection);
                return connection;
            };
        });

        await provider.GetRequiredKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey).SetAsync("key", [1], new());
        provider.GetRequiredKeyedService<IFusionCacheDistributedLocker>(MtlsCacheDefaults.ServiceKey).Should().NotBeNull();
        await provider.GetRequiredService<RedisConnection>().GetAsync();
        await provider.DisposeAsync();

        connections.Should().ContainSingle().Which.IsConnected.Should().BeFalse();
    }

    [Test]
    public void Each_cache_has_a_backplane_of_its_own()
    {
        using ServiceProvider provider = Provide(static options => options.Configuration = "127.0.0.1:1");

        provider.GetRequiredKeyedService<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey)
            .Should().NotBeSameAs(provider.GetRequiredKeyedService<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey));
    }

    [Test]
    public void Nothing_connects_before_it_is_needed()
    {
        using ServiceProvider provider = Provide(static options =>
        {
            options.Configuration = "127.0.0.1:1";
            options.ConnectAsync = static _ => throw new AssertionException("It connects.");
        });

        provider.GetRequiredKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey).Should().NotBeNull();
    }

    [Test]
    public async Task A_way_to_connect_that_throws_is_tried_again()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        int attempts = 0;
        await using ServiceProvider provider = Provide(options =>
        {
            options.Configuration = redis.Configuration;
            options.ConnectAsync = async settings =>
                attempts++ == 0 ? throw new InvalidOperationException("No token.") : await ConnectionMultiplexer.ConnectAsync(settings);
        });
        RedisConnection connection = provider.GetRequiredService<RedisConnection>();

        await FluentActions.Awaiting(connection.GetAsync).Should().ThrowAsync<InvalidOperationException>();

        (await connection.GetAsync()).IsConnected.Should().BeTrue();
    }

    private static ServiceProvider Provide(Action<MtlsRedisOptions> configure) =>
        new ServiceCollection().AddMtlsRedis(configure).BuildServiceProvider();
}
