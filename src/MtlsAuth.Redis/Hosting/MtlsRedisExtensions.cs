using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri;
using MtlsAuth.Redis.Connections;
using MtlsAuth.Redis.Hosting;
using ZiggyCreatures.Caching.Fusion.Backplane;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed.Redis;

namespace MtlsAuth.Redis;

/// <summary>Registers a Redis in which the instances of a server share what they have cached.</summary>
public static class MtlsRedisExtensions
{
    /// <summary>Shares the caches of clients and of keys behind <c>jwks_uri</c> with the other instances, over Redis.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The connection string; see <see cref="MtlsRedisOptions.Configuration"/>.</param>
    /// <remarks>
    /// <para>
    /// What is in Redis decides who gets in: whoever can write to it can put his own key in the place of any client's. It holds no
    /// secrets but those that the clients' metadata has. Let nobody else reach it: by the network, by a user and password of its own
    /// (<c>user=...,password=...</c>), and by TLS (<c>ssl=true</c>, with <c>sslHost=...</c> where the certificate has another name),
    /// with <c>checkCertificateRevocation=true</c> where that can be checked. Only instances of one server may share it: another server
    /// would take the clients of this one for its own.
    /// </para>
    /// <para>
    /// Redis is a help and no necessity: without it each instance goes on with what it has in memory, asks the store itself, and shares
    /// again when Redis is back. The connection is made when it is first needed, and closed with the host.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsRedis(builder.Configuration.GetConnectionString("MtlsAuthRedis")!);
    /// </code>
    /// </example>
    public static IServiceCollection AddMtlsRedis(this IServiceCollection services, string configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return services.AddMtlsRedis(options => options.Configuration = configuration);
    }

    /// <summary>Shares the caches of clients and of keys behind <c>jwks_uri</c> with the other instances, over Redis.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets how Redis is reached.</param>
    /// <inheritdoc cref="AddMtlsRedis(IServiceCollection, string)" path="/remarks"/>
    public static IServiceCollection AddMtlsRedis(this IServiceCollection services, Action<MtlsRedisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<MtlsRedisOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MtlsRedisOptions>, MtlsRedisOptionsValidator>());
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RedisConnection>();

        // All are the same connection's. A backplane is that of one cache.
        services.TryAddKeyedSingleton<IDistributedCache>(MtlsCacheDefaults.ServiceKey, static (provider, _) => new RedisCache(
            new RedisCacheOptions { ConnectionMultiplexerFactory = provider.GetRequiredService<RedisConnection>().GetAsync }));
        services.TryAddKeyedTransient<IFusionCacheBackplane>(MtlsCacheDefaults.ServiceKey, static (provider, _) => new RedisBackplane(
            new RedisBackplaneOptions { ConnectionMultiplexerFactory = provider.GetRequiredService<RedisConnection>().GetAsync },
            provider.GetService<ILogger<RedisBackplane>>()));
        services.TryAddKeyedSingleton<IFusionCacheDistributedLocker>(MtlsCacheDefaults.ServiceKey, static (provider, _) =>
            new RedisDistributedLocker(
                new RedisDistributedLockerOptions
                {
                    ConnectionMultiplexerFactory = provider.GetRequiredService<RedisConnection>().GetAsync,
                },
                provider.GetService<ILogger<RedisDistributedLocker>>()));
        return services;
    }
}
