using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri.Clients;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Hosting;

namespace MtlsAuth.JwksUri;

/// <summary>Registers a cache in front of the store of clients.</summary>
public static class MtlsClientCacheExtensions
{
    // The registration by which the cache stands in front.
    private static readonly Func<IServiceProvider, IClientMetadataStore> Cache =
        static provider => provider.GetRequiredService<CachedClientMetadataStore>();

    /// <summary>Puts a cache in front of the store of clients, with settings in code.</summary>
    /// <inheritdoc cref="AddMtlsClientCache(IServiceCollection)" path="/remarks"/>
    /// <exception cref="InvalidOperationException">There is no store yet.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddClientMetadataStore&lt;DatabaseClients>();
    /// builder.Services.AddMtlsClientCache(cache => cache.Lifetime = TimeSpan.FromMinutes(5));
    /// </code>
    /// </example>
    public static IServiceCollection AddMtlsClientCache(this IServiceCollection services, Action<ClientCacheOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddMtlsClientCache().Configure(configure);
    }

    /// <summary>Puts a cache in front of the store of clients, with the default settings.</summary>
    /// <remarks>
    /// <para>
    /// Clients are kept in memory as they are compared with certificates, and as JSON in what instances share under
    /// <see cref="MtlsCacheDefaults.ServiceKey"/>, if there is something. A change counts at once on the instance that tells the
    /// <see cref="IClientChangeObserver"/> of it, and on the others when they are notified, or else within
    /// <see cref="ClientCacheOptions.MemoryDuration"/>; a change that nobody tells of counts within
    /// <see cref="ClientCacheOptions.Lifetime"/>. While the store fails, clients count as they were for
    /// <see cref="ClientCacheOptions.MaximumAge"/>. Whether a certificate is valid at the moment is never cached.
    /// </para>
    /// <para>
    /// The store is asked in a scope of its own, which is not the request's. One that is added after this stops the start, as it would be
    /// asked without the cache.
    /// </para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is no store yet.</exception>
    public static IServiceCollection AddMtlsClientCache(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Add(services);
        services.AddOptions<ClientCacheOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClientCacheOptions>, SettingsValidator<ClientCacheOptions>>(
            static provider => new SettingsValidator<ClientCacheOptions>(
                static options => options.FindErrors(), provider.GetService<SettingsSection<ClientCacheOptions>>()?.Section)));
        return services;
    }

    /// <summary>Puts a cache in front of the store of clients, with settings from the configuration.</summary>
    /// <param name="services">The application's services, which have a store of clients.</param>
    /// <param name="section">
    /// The section that is bound to <see cref="ClientCacheOptions"/>. A setting that does not exist stops the start.
    /// </param>
    /// <inheritdoc cref="AddMtlsClientCache(IServiceCollection)" path="/remarks"/>
    /// <exception cref="InvalidOperationException">There is no store yet.</exception>
    public static IServiceCollection AddMtlsClientCache(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddMtlsClientCache();
        services.AddSingleton(new SettingsSection<ClientCacheOptions>(section));
        services.AddOptions<ClientCacheOptions>().Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return services;
    }

    private static void Add(IServiceCollection services)
    {
        ServiceDescriptor store = services.LastOrDefault(
            static item => item.ServiceType == typeof(IClientMetadataStore) && !item.IsKeyedService)
            ?? throw new InvalidOperationException(
                $"There is no store of clients that {nameof(AddMtlsClientCache)} could be put in front of. Add one before, for example by "
                + "AddMtlsAuth and AddClientMetadataStore.");
        if (ReferenceEquals(store.ImplementationFactory, Cache))
        {
            return;
        }

        services.Remove(store);
        services.RemoveAllKeyed<IClientMetadataStore>(StoreBehindCache.Key);
        services.Add(WithKey(store));
        services.AddSingleton(Cache);
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClientCacheTelemetry>();
        services.TryAddSingleton<CachedClientMetadataStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IClientChangeObserver, CachedClientMetadataStore>(
            static provider => provider.GetRequiredService<CachedClientMetadataStore>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClientCacheStartupCheck>());
    }

    private static ServiceDescriptor WithKey(ServiceDescriptor store) => store switch
    {
        { ImplementationInstance: { } instance } => new(typeof(IClientMetadataStore), StoreBehindCache.Key, instance),
        { ImplementationFactory: { } make } => new(
            typeof(IClientMetadataStore), StoreBehindCache.Key, (provider, _) => make(provider), store.Lifetime),
        _ => new(typeof(IClientMetadataStore), StoreBehindCache.Key, store.ImplementationType!, store.Lifetime),
    };
}
