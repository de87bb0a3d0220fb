using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict.Clients;
using MtlsAuth.OpenIddict.Hosting;
using MtlsAuth.OpenIddict.Server;
using MtlsAuth.OpenIddict.Validation;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace MtlsAuth.OpenIddict;

/// <summary>Plugs client authentication by certificate into OpenIddict.</summary>
public static class MtlsOpenIddictExtensions
{
    /// <summary>Authenticates OpenIddict's applications that are registered for a mutual-TLS method by their certificates.</summary>
    /// <param name="builder">OpenIddict's server, which uses ASP.NET Core.</param>
    /// <param name="configure">Changes settings; null for the defaults.</param>
    /// <remarks>
    /// <para>
    /// At the token, introspection, revocation, pushed authorization and device authorization endpoints. Applications are registered by
    /// <see cref="MtlsApplicationExtensions.SetMtlsClient"/>. Those of other methods authenticate as before; a certificate that comes with
    /// their requests proves nothing, and OpenIddict does not see it before they are authenticated.
    /// </para>
    /// <para>
    /// Calls <c>AddMtlsAuth</c>. Which methods are enabled, and where certificates come from, is set by what that returns: call it
    /// again. Kestrel asks for certificates by <c>RequestClientCertificates</c>. Keys behind a <c>jwks_uri</c> need
    /// <c>AddMtlsJwksUri</c>; <c>AddMtlsClientCache</c> is called after this.
    /// </para>
    /// <para>
    /// The server does not start in OpenIddict's degraded mode, nor with its own mutual-TLS methods or its own binding of tokens.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.WebHost.ConfigureKestrel(kestrel => kestrel.RequestClientCertificates());
    /// builder.Services.AddOpenIddict()
    ///     .AddServer(server => server.UseMtlsAuth());
    /// </code>
    /// </example>
    public static OpenIddictServerBuilder UseMtlsAuth(
        this OpenIddictServerBuilder builder, Action<MtlsOpenIddictOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMtlsAuth().AddClientMetadataStore<ApplicationMetadataStore>();
        builder.Services.AddOptions<MtlsOpenIddictOptions>()
            .Configure(configure ?? (static _ => { }))
            .PostConfigure<IOptions<MtlsAuthOptions>>(static (options, mtlsAuth) => options.TokenBinding =
                options.TokenBinding is { } policy ? mtlsAuth.Value.FindProfile()?.Strengthen(policy) ?? policy : null!);
        builder.Services.AddOptions<OpenIddictServerOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OpenIddictServerOptions>, ServerOptionsValidator>());

        return builder
            .RemoveCertificate<ExtractTokenRequestContext>()
            .RemoveCertificate<ExtractIntrospectionRequestContext>()
            .RemoveCertificate<ExtractRevocationRequestContext>()
            .RemoveCertificate<ExtractPushedAuthorizationRequestContext>()
            .RemoveCertificate<ExtractDeviceAuthorizationRequestContext>()
            .RemoveCertificate<ExtractUserInfoRequestContext>()
            .RemoveEventHandler(ValidateClientCertificate.Descriptor)
            .AddEventHandler(AuthenticateTokenRequest.Descriptor)
            .AddEventHandler(AuthenticateClient.Descriptor)
            .AddEventHandler(DecideTokenBinding.Descriptor)
            .AddEventHandler(BindTokens.Descriptor)
            .AddEventHandler(ShowCertificateToUserInfo.Descriptor)
            .AddEventHandler(PublishMethods.Descriptor);
    }

    /// <summary>
    /// Lets OpenIddict's validation compare access tokens that are bound with the certificates of this library: those of the TLS connection
    /// itself, or of a proxy that has proved to be one.
    /// </summary>
    /// <remarks>
    /// For APIs behind a proxy that ends the clients' TLS. Calls <c>AddMtlsCertificates</c>; call it again to say where certificates come
    /// from.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsCertificates().AddForwardedCertificate(builder.Configuration.GetSection("Proxy"));
    /// builder.Services.AddOpenIddict()
    ///     .AddValidation(validation => validation.UseMtlsCertificates());
    /// </code>
    /// </example>
    public static OpenIddictValidationBuilder UseMtlsCertificates(this OpenIddictValidationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMtlsCertificates();
        return builder
            .RemoveEventHandler(OpenIddictValidationAspNetCoreHandlers.ExtractClientCertificate.Descriptor)
            .AddEventHandler(ShowCertificate.Descriptor);
    }

    private static OpenIddictServerBuilder RemoveCertificate<TContext>(this OpenIddictServerBuilder builder)
        where TContext : BaseValidatingContext =>
        builder.RemoveEventHandler(OpenIddictServerAspNetCoreHandlers.ExtractClientCertificate<TContext>.Descriptor);
}
