using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.Hosting;
using MtlsAuth.JwksUri.KeySets;

namespace MtlsAuth.JwksUri;

/// <summary>Registers the source of keys behind <c>jwks_uri</c>.</summary>
public static class MtlsJwksUriExtensions
{
    /// <summary>Fetches and caches the keys of clients that registered a <c>jwks_uri</c>, with settings in code.</summary>
    /// <inheritdoc cref="AddMtlsJwksUri(IServiceCollection, IConfiguration)" path="/remarks"/>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddJsonFileClients("clients.json");
    /// builder.Services.AddMtlsJwksUri(options => options.InternalHosts.Add("keys.corp.example"));
    /// </code>
    /// </example>
    public static IServiceCollection AddMtlsJwksUri(this IServiceCollection services, Action<JwksUriOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddMtlsJwksUri().Configure(configure);
    }

    /// <summary>Fetches and caches the keys of clients that registered a <c>jwks_uri</c>, with settings from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section that is bound to <see cref="JwksUriOptions"/>.</param>
    /// <remarks>
    /// Settings are checked when the server starts; one that does not exist stops it. Where the application has registered what instances
    /// share (<see cref="MtlsCacheDefaults.ServiceKey"/>), fetched keys are shared.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsJwksUri(builder.Configuration.GetSection("JwksUri"));
    /// </code>
    /// </example>
    public static IServiceCollection AddMtlsJwksUri(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddMtlsJwksUri();
        services.AddSingleton(new SettingsSection<JwksUriOptions>(section));
        services.AddOptions<JwksUriOptions>().Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return services;
    }

    /// <summary>Fetches and caches the keys of clients that registered a <c>jwks_uri</c>, with the default settings.</summary>
    /// <inheritdoc cref="AddMtlsJwksUri(IServiceCollection, IConfiguration)" path="/remarks"/>
    public static IServiceCollection AddMtlsJwksUri(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddLogging();
        services.AddOptions<JwksUriOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JwksUriOptions>, SettingsValidator<JwksUriOptions>>(
            static provider => new SettingsValidator<JwksUriOptions>(
                static options => options.FindErrors(),
                provider.GetService<SettingsSection<JwksUriOptions>>()?.Section,
                nameof(JwksUriOptions.InternalHosts))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JwksUriStartupCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JwksUriTelemetry>();
        services.AddJwksUriHttpClient(static (provider, path) => Path.Combine(
            provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory, path));
        services.TryAddSingleton<JwksUriFetcher>();
        services.TryAddSingleton(static provider => new RefreshBudget(
            OptionsOf(provider).MaximumRefreshesPerMinute, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new KeySetCache(
            CacheFactory.Create(
                provider,
                CacheNames.KeySets,
                OptionsOf(provider).MaximumEntryCount,
                KeySetJsonContext.Default,
                JwksUriInstruments.Entries),
            provider.GetRequiredService<JwksUriFetcher>(),
            provider.GetRequiredService<RefreshBudget>(),
            OptionsOf(provider),
            provider.GetRequiredService<JwksUriTelemetry>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IClientJwkSetSource>(static provider => new JwksUriKeySource(
            provider.GetRequiredService<KeySetCache>(),
            provider.GetRequiredService<JwksUriTelemetry>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new JwksUriRegistrationCheck(
            provider.GetRequiredService<JwksUriFetcher>(),

            // Of its own: those who register must not keep clients from changing their keys.
            new RefreshBudget(OptionsOf(provider).MaximumRefreshesPerMinute, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<JwksUriTelemetry>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static JwksUriOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<JwksUriOptions>>().Value;
}
