using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MtlsAuth.EntityFrameworkCore.Diagnostics;
using MtlsAuth.EntityFrameworkCore.Storage;
using MtlsAuth.Registration;

namespace MtlsAuth.EntityFrameworkCore;

/// <summary>Registers the store and the registry on the application's context.</summary>
public static class MtlsEntityFrameworkServiceCollectionExtensions
{
    /// <summary>Keeps clients in the database of the application's context.</summary>
    /// <typeparam name="TContext">
    /// The context, whose model has <see cref="MtlsAuthModelBuilderExtensions.UseMtlsAuth"/>; registered by <c>AddDbContext</c>,
    /// <c>AddDbContextPool</c>, <c>AddDbContextFactory</c> or <c>AddPooledDbContextFactory</c>.
    /// </typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="validation">
    /// What the registry checks metadata for: the methods that the server enables above all. Null for those of the container, which
    /// <c>AddMtlsAuth</c> makes of its settings, or else the defaults.
    /// </param>
    /// <remarks>
    /// <para>
    /// Registers <see cref="IClientMetadataStore"/>, which replaces the one that was there, <see cref="IClientRecordStore"/>,
    /// <see cref="IClientKeyUseStore"/> and <see cref="IClientRegistry"/>: all of them once for all requests, with a context of its own,
    /// out of a scope of its own, for each call. Each <see cref="IClientChangeObserver"/> that is registered is told of changes by the
    /// registry.
    /// </para>
    /// <para>
    /// A pool of contexts makes a look-up several times cheaper. Nothing is tried again but by the context's execution strategy. The
    /// application's context must not need anything that only a request's scope has.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddDbContextPool&lt;ApplicationContext>(options => options.UseSqlite("Data Source=application.db"));
    /// builder.Services.AddMtlsEntityFrameworkStore&lt;ApplicationContext>();
    /// </code>
    /// </example>
    public static IServiceCollection AddMtlsEntityFrameworkStore<TContext>(
        this IServiceCollection services, ClientRegistrationValidatorOptions? validation = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        services.RemoveAll<IClientMetadataStore>();
        services.RemoveAll<IClientRecordStore>();
        services.RemoveAll<IClientKeyUseStore>();
        services.RemoveAll<IClientRegistry>();
        services.AddSingleton(provider =>
            new EntityFrameworkClientStore<TContext>(
                provider.GetRequiredService<IServiceScopeFactory>(), Settings(provider)));
        services.AddSingleton<IClientMetadataStore>(
            static provider => provider.GetRequiredService<EntityFrameworkClientStore<TContext>>());
        services.AddSingleton<IClientRecordStore>(
            static provider => provider.GetRequiredService<EntityFrameworkClientStore<TContext>>());
        services.AddSingleton<IClientKeyUseStore>(
            static provider => new EntityFrameworkKeyUseStore<TContext>(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<IClientRegistry>(provider => new ClientRegistry(
            provider.GetRequiredService<IClientRecordStore>(),
            new ClientRegistryOptions { Validation = Settings(provider), OnObserverFailed = LogObserverFailures(provider) },
            provider.GetServices<IClientChangeObserver>(),
            provider.GetService<TimeProvider>(),
            provider.GetRequiredService<IClientKeyUseStore>()));
        return services;

        ClientRegistrationValidatorOptions Settings(IServiceProvider provider) =>
            validation ?? provider.GetService<ClientRegistrationValidatorOptions>() ?? new ClientRegistrationValidatorOptions();
    }

    private static Action<Exception> LogObserverFailures(IServiceProvider provider)
    {
        ILogger? logger = provider.GetService<ILoggerFactory>()?.CreateLogger(Log.Category);
        return exception =>
        {
            if (logger is not null)
            {
                Log.ObserverFailed(logger, exception);
            }
        };
    }
}
