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
public sealed class MtlsCertificatesBuilder
{
    internal MtlsCertificatesBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <inheritdoc cref="MtlsAuthBuilder.AddForwardedCertificate(Action{ForwardedCertificateOptions})"/>
    public MtlsCertificatesBuilder AddForwardedCertificate(Action<ForwardedCertificateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return AddForwardedCertificate();
    }

    /// <inheritdoc cref="MtlsAuthBuilder.AddForwardedCertificate(IConfiguration)"/>
    public MtlsCertificatesBuilder AddForwardedCertificate(IConfiguration section)
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
    /// out of a header. For any other server, and for tests without TLS, the application registers an
    /// <see cref="IClientCertificateSource"/> of its own, which then vouches for what it gives.
    /// </remarks>
    public MtlsCertificatesBuilder UseClientCertificatesOf(TlsServer server)
    {
        if (!Enum.IsDefined(server))
        {
            throw new ArgumentOutOfRangeException(nameof(server));
        }

        Services.Replace(ServiceDescriptor.Singleton(new TrustedServer(server)));
        return this;
    }

    private MtlsCertificatesBuilder AddForwardedCertificate()
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
        return this;
    }
}
