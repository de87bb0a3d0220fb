using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.OpenBanking.Hosting;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.AspNetCore.OpenBanking;

/// <summary>Makes a server judge the certificates of payment service providers.</summary>
public static class OpenBankingBuilderExtensions
{
    /// <summary>Demands a QWAC of each client, and what else the default <see cref="OpenBankingPolicy"/> says.</summary>
    /// <param name="builder">What <c>AddMtlsAuth</c> returns.</param>
    /// <remarks>
    /// A statement in a certificate is a claim, which any authority can write: clients are of <c>tls_client_auth</c>, and
    /// <see cref="MtlsAuthOptions.TrustAnchors"/> holds the issuing authorities that a trusted list has for this, and no others. The
    /// policy is checked when the server starts. Called again, it is the same policy.
    /// </remarks>
    public static MtlsAuthBuilder AddOpenBanking(this MtlsAuthBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<OpenBankingPolicy>().ValidateOnStart();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OpenBankingPolicy>, OpenBankingPolicyValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IClientCertificateRequirement, OpenBankingRequirement>(
            static provider => new OpenBankingRequirement(provider.GetRequiredService<IOptions<OpenBankingPolicy>>().Value)));
        return builder;
    }

    /// <summary>Demands what an <see cref="OpenBankingPolicy"/> says, with settings in code.</summary>
    /// <inheritdoc cref="AddOpenBanking(MtlsAuthBuilder)" path="/remarks"/>
    /// <param name="builder">What <c>AddMtlsAuth</c> returns.</param>
    /// <param name="configure">Changes the policy.</param>
    /// <example>
    /// <code>
    /// builder.Services
    ///     .AddMtlsAuth(options =>
    ///     {
    ///         options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth];
    ///         options.TrustAnchors = "qualified-issuers";
    ///     })
    ///     .AddJsonFileClients("clients.json")
    ///     .AddOpenBanking(policy => policy.RequiredRoles = PaymentServiceRoles.AccountInformation);
    /// </code>
    /// </example>
    public static MtlsAuthBuilder AddOpenBanking(this MtlsAuthBuilder builder, Action<OpenBankingPolicy> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.AddOpenBanking();
    }

    /// <summary>Demands what an <see cref="OpenBankingPolicy"/> says, with settings from the configuration.</summary>
    /// <param name="builder">What <c>AddMtlsAuth</c> returns.</param>
    /// <param name="section">The section that is bound to <see cref="OpenBankingPolicy"/>, for example <c>OpenBanking</c>.</param>
    /// <remarks>As without settings. One that does not exist stops the start.</remarks>
    /// <example>
    /// <code>
    /// // "OpenBanking": { "RequiredRoles": "AccountInformation", "Checks": { "QcTypeSeveral": "Report" } }
    /// builder.Services.AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth"))
    ///     .AddJsonFileClients("clients.json")
    ///     .AddOpenBanking(builder.Configuration.GetSection("OpenBanking"));
    /// </code>
    /// </example>
    public static MtlsAuthBuilder AddOpenBanking(this MtlsAuthBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.AddOptions<OpenBankingPolicy>()
            .Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return builder.AddOpenBanking();
    }
}
