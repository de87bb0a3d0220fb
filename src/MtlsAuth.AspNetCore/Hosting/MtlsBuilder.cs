using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore;

/// <summary>Says where the certificates of clients come from: the TLS connection, unless a proxy is named here.</summary>
/// <typeparam name="TBuilder">The builder itself, so that calls can be chained.</typeparam>
public abstract class MtlsBuilder<TBuilder>
    where TBuilder : MtlsBuilder<TBuilder>
{
    private protected MtlsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    private TBuilder Self => (TBuilder)this;

    /// <summary>Takes the certificates of clients from a header that a TLS-terminating proxy sets, with settings in code.</summary>
    /// <inheritdoc cref="AddForwardedCertificate(IConfiguration)" path="/remarks"/>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddJsonFileClients("clients.json").AddForwardedCertificate(proxy =>
    /// {
    ///     proxy.Preset = ForwardedCertificatePreset.Nginx;
    ///     proxy.SecretHeaderName = builder.Configuration["ProxyHeaderName"];
    ///     proxy.KnownProxies.Add("192.0.2.10");
    /// });
    /// </code>
    /// </example>
    public TBuilder AddForwardedCertificate(Action<ForwardedCertificateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return AddForwardedCertificate();
    }

    /// <summary>Takes clients' certificates from a header that a proxy sets, with settings from the configuration.</summary>
    /// <param name="section">The section that is bound to <see cref="ForwardedCertificateOptions"/>.</param>
    /// <remarks>
    /// The server does not start unless something proves that the proxy, and no client, set the header. Where the header counts, the
    /// certificate of the TLS connection never does; the header of a request without proof is ignored.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services
    ///     .AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth"))
    ///     .AddJsonFileClients("clients.json")
    ///     .AddForwardedCertificate(builder.Configuration.GetSection("Proxy"));
    /// </code>
    /// </example>
    public TBuilder AddForwardedCertificate(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Services.AddSingleton<IValidateOptions<ForwardedCertificateOptions>>(
            new SettingsShapeValidator<ForwardedCertificateOptions>(
                section,
                compound:
                [
                    nameof(ForwardedCertificateOptions.ChainHeaderNames),
                    nameof(ForwardedCertificateOptions.SharedSecrets),
                    nameof(ForwardedCertificateOptions.KnownProxies),
                    nameof(ForwardedCertificateOptions.KnownNetworks),
                    nameof(ForwardedCertificateOptions.ProxyCertificateThumbprints),
                    nameof(ForwardedCertificateOptions.ProxyKeyThumbprints),
                    nameof(ForwardedCertificateOptions.Ports),
                    nameof(ForwardedCertificateOptions.Hosts),
                ],
                neverEmpty: [nameof(ForwardedCertificateOptions.ChainHeaderNames)]));
        Services.AddOptions<ForwardedCertificateOptions>().Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return AddForwardedCertificate();
    }

    /// <summary>Takes the certificates of clients from a server in the application's process that is not Kestrel.</summary>
    /// <param name="server">The server, whose TLS connections count then as long as it is the one that runs.</param>
    /// <remarks>
    /// Without this only Kestrel's TLS connections bring certificates: whatever else stands in <c>HttpContext.Connection</c> may have come
    /// out of a header. For any other server the application registers an <see cref="IClientCertificateSource"/> of its
    /// own, which then vouches for what it gives; the package MtlsAuth.Testing has one for tests without TLS.
    /// </remarks>
    public TBuilder UseClientCertificatesOf(TlsServer server)
    {
        if (!Enum.IsDefined(server))
        {
            throw new ArgumentOutOfRangeException(nameof(server));
        }

        Services.Replace(ServiceDescriptor.Singleton(new TrustedServer(server)));
        return Self;
    }

    private TBuilder AddForwardedCertificate()
    {
        Services.AddOptions<ForwardedCertificateOptions>().ValidateOnStart();
        Services.TryAddEnumerable(ServiceDescriptor
            .Singleton<IValidateOptions<ForwardedCertificateOptions>, ForwardedCertificateOptionsValidator>());
        Services.TryAddSingleton(static provider => new ForwardedCertificateSettings(
            provider.GetRequiredService<IOptions<ForwardedCertificateOptions>>().Value,
            provider.GetRequiredService<ConnectionCertificateReader>()));
        Services.TryAddSingleton<UntrustedHeaderAlarm>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ForwardedCertificateStartupFilter>());
        Services.Replace(ServiceDescriptor.Singleton<IClientCertificateSource, ForwardedCertificateSource>());
        return Self;
    }
}
