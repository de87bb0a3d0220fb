using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.Endpoints;
using MtlsAuth.AspNetCore.Health;
using MtlsAuth.AspNetCore.Hosting;
using MtlsAuth.AspNetCore.KeyUses;
using MtlsAuth.AspNetCore.Options;
using MtlsAuth.AspNetCore.ResourceServer;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore;

/// <summary>Registers client authentication by certificate.</summary>
public static class MtlsAuthServiceCollectionExtensions
{
    /// <summary>Adds client authentication by certificate with settings in code.</summary>
    /// <inheritdoc cref="AddMtlsAuth(IServiceCollection)" path="/remarks"/>
    /// <example>
    /// <code>
    /// builder.Services
    ///     .AddMtlsAuth(options =>
    ///     {
    ///         options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth];
    ///         options.TrustAnchors = "authorities.pem";
    ///     })
    ///     .AddJsonFileClients("clients.json");
    /// </code>
    /// </example>
    public static MtlsAuthBuilder AddMtlsAuth(this IServiceCollection services, Action<MtlsAuthOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        MtlsAuthBuilder builder = services.AddMtlsAuth();
        services.Configure(configure);
        return builder;
    }

    /// <summary>Adds client authentication by certificate with the default settings.</summary>
    /// <remarks>
    /// <para>Settings are checked when the server starts. Say where the clients are with the result's methods.</para>
    /// <para>
    /// <see cref="IClientRegistry"/> changes the clients of stores that can be changed. What it checks is made of these settings, unless
    /// the application registers <see cref="ClientRegistrationValidatorOptions"/> of its own, for methods that it supports by itself.
    /// </para>
    /// <para>
    /// <see cref="TokenBindingPolicy"/> is registered with its defaults, as strict as <see cref="MtlsAuthOptions.Profile"/>. An application
    /// with one of its own passes it through <see cref="SecurityProfile.Strengthen(TokenBindingPolicy)"/>.
    /// </para>
    /// </remarks>
    public static MtlsAuthBuilder AddMtlsAuth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<MtlsAuthOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<MtlsAuthOptions>, ProfileDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MtlsAuthOptions>, MtlsAuthOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupCheck>());
        services.AddMtlsCertificates();
        services.TryAddSingleton<IClientMetadataStore, MissingClientMetadataStore>();
        services.TryAddSingleton(static provider => RegistrationSettings.Create(provider, otherMethods: [], isTrustedSource: false));
        services.TryAddSingleton(RegistrationSettings.CreateRegistry);
        services.TryAddSingleton(static provider =>
        {
            TokenBindingPolicy policy = new();
            return provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value.FindProfile()?.Strengthen(policy) ?? policy;
        });
        services.TryAddSingleton<IClientKeyUseStore, InMemoryClientKeyUseStore>();
        services.TryAddSingleton<KeyUseRecorder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeyUseRecorder>(
            static provider => provider.GetRequiredService<KeyUseRecorder>()));
        services.TryAddSingleton<CertificateExpiryNotices>();
        services.TryAddSingleton(new ServiceLifetimes(services));
        services.TryAddSingleton<OAuthErrorWriter>();
        services.TryAddSingleton<MtlsClientAuthenticator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, MtlsClientGuardPolicy>());
        services.TryAddSingleton(static provider => new ConfiguredTrustAnchors(
            provider.GetService<ITrustAnchorSource>()
            ?? CreateTrustAnchorSource(provider, provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value)));
        services.TryAddSingleton<IClientCertificateAuthenticator>(static provider =>
        {
            MtlsAuthOptions settings = provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
            return new ClientCertificateAuthenticator(
                GetClientMetadataStore(provider),
                AuthenticatorOptions.From(settings),
                provider.GetService<IClientJwkSetSource>(),
                provider.GetRequiredService<ConfiguredTrustAnchors>().Source,
                provider.GetService<IRevocationChecker>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetServices<IClientCertificateRequirement>());
        });
        return new MtlsAuthBuilder(services);
    }

    /// <summary>Adds client authentication by certificate with settings from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section that is bound to <see cref="MtlsAuthOptions"/>, for example <c>MtlsAuth</c>.</param>
    /// <remarks>
    /// A setting that does not exist stops the start, so that a misspelt one is not silently without effect; so does one value where a
    /// list is due.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth")).AddJsonFileClients("clients.json");
    /// </code>
    /// </example>
    public static MtlsAuthBuilder AddMtlsAuth(this IServiceCollection services, IConfiguration section)
    {
        const string AllowedKeyKinds = $"{nameof(MtlsAuthOptions.CertificatePolicy)}:{nameof(CertificatePolicy.AllowedKeyKinds)}";
        ArgumentNullException.ThrowIfNull(section);
        MtlsAuthBuilder builder = services.AddMtlsAuth();
        services.AddSingleton(new SettingsSection<MtlsAuthOptions>((section as IConfigurationSection)?.Path ?? string.Empty));
        services.AddSingleton<IValidateOptions<MtlsAuthOptions>>(new SettingsShapeValidator<MtlsAuthOptions>(
            section,
            compound:
            [
                nameof(MtlsAuthOptions.EnabledMethods),
                nameof(MtlsAuthOptions.CertificatePolicy),
                AllowedKeyKinds,
                nameof(MtlsAuthOptions.ChainValidation),
                nameof(MtlsAuthOptions.ClientTrustAnchors),
            ],
            neverEmpty: [nameof(MtlsAuthOptions.EnabledMethods), AllowedKeyKinds]));
        services.AddOptions<MtlsAuthOptions>().Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return builder;
    }

    /// <summary>
    /// Adds what a resource server needs to check certificate-bound access tokens (RFC 8705 §3): the clients' certificates, and no clients.
    /// </summary>
    /// <remarks>
    /// <c>AddMtlsAuth</c> includes it. An application with an <see cref="IAuthorizationMiddlewareResultHandler"/> of its own registers it
    /// before this, so that it goes on getting all results but those of <c>RequireCertificateBoundToken</c>.
    /// </remarks>
    public static MtlsCertificatesBuilder AddMtlsCertificates(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new TrustedServer(TlsServer.Kestrel));
        ConnectionCertificateStartupFilter.AddTo(services);
        services.TryAddSingleton<ConnectionCertificateReader>();
        services.TryAddSingleton<ConnectionCertificateSource>();
        services.TryAddSingleton<IClientCertificateSource>(static provider => provider.GetRequiredService<ConnectionCertificateSource>());
        services.TryAddSingleton<MtlsAuthMetrics>();
        services.TryAddSingleton<TokenBindingChecker>();
        InvalidTokenResultHandler.AddTo(services);
        return new MtlsCertificatesBuilder(services);
    }

    /// <summary>Adds an authentication scheme for endpoints that clients call, such as the token endpoint.</summary>
    /// <remarks>
    /// The principal has the client's id as its name and as the claim <c>client_id</c>. A challenge writes the OAuth error response, so
    /// a policy with several schemes names this one last. Requests that are no POST of a form are left alone.
    /// </remarks>
    public static AuthenticationBuilder AddMtlsClient(
        this AuthenticationBuilder builder, string authenticationScheme = MtlsClientDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // The scheme is of no use without it, and says so when the server starts and not at the first request.
        builder.Services.AddMtlsAuth();
        return builder.AddScheme<AuthenticationSchemeOptions, MtlsClientAuthenticationHandler>(authenticationScheme, null);
    }

    private static IClientMetadataStore GetClientMetadataStore(IServiceProvider provider)
    {
        if (provider.GetRequiredService<ServiceLifetimes>().Find(typeof(IClientMetadataStore)) is { Lifetime: ServiceLifetime.Singleton })
        {
            return provider.GetRequiredService<IClientMetadataStore>();
        }

        IHttpContextAccessor requests = provider.GetService<IHttpContextAccessor>()
            ?? throw new InvalidOperationException(
                $"The {nameof(IClientMetadataStore)} is no singleton. Add it by AddClientMetadataStore, or call AddHttpContextAccessor.");
        return new RequestClientMetadataStore(requests, provider.GetRequiredService<IServiceScopeFactory>());
    }

    private static FileTrustAnchorSource? CreateTrustAnchorSource(IServiceProvider provider, MtlsAuthOptions settings)
    {
        if (settings.TrustAnchors is null && settings.ClientTrustAnchors.Count == 0)
        {
            return settings.EnabledMethods?.Contains(ClientAuthenticationMethods.TlsClientAuth) is true
                && settings.ChainValidation.Trust == ChainTrust.Platform
                ? throw new InvalidOperationException(
                    $"EnabledMethods has {ClientAuthenticationMethods.TlsClientAuth}, which needs certification authorities. "
                    + $"Set {nameof(settings.TrustAnchors)} or {nameof(settings.ClientTrustAnchors)}, "
                    + $"or register an {nameof(ITrustAnchorSource)}.")
                : null;
        }

        ILogger logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
        MtlsAuthMetrics metrics = provider.GetRequiredService<MtlsAuthMetrics>();
        FileTrustAnchorSourceOptions options = new()
        {
            Path = settings.TrustAnchors is { } path ? ContentRoot.PathOf(provider, path) : null,
            ClientPaths = settings.ClientTrustAnchors.ToDictionary(
                static pair => pair.Key, pair => ContentRoot.PathOf(provider, pair.Value), StringComparer.Ordinal),
            IntermediatesPath = settings.Intermediates is { } intermediates ? ContentRoot.PathOf(provider, intermediates) : null,
            OnCertificateLeftOut = report => Log.AuthorityLeftOut(logger, report),
            OnReloaded = (files, count) =>
            {
                Log.TrustAnchorsReloaded(logger, files, count);
                metrics.RecordReload(ReloadedFileKinds.TrustAnchors, error: null);
            },
            OnReloadFailed = failure =>
            {
                Log.TrustAnchorsRefused(logger, failure);
                metrics.RecordReload(ReloadedFileKinds.TrustAnchors, "Refused");
            },
        };
        return new FileTrustAnchorSource(options, provider.GetRequiredService<TimeProvider>());
    }
}
