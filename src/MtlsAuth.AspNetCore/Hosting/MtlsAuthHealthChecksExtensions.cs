using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAuth.AspNetCore.Health;

namespace MtlsAuth.AspNetCore;

/// <summary>Registers health checks of client authentication.</summary>
public static class MtlsAuthHealthChecksExtensions
{
    /// <summary>The name of the check whether the store of clients answers, without a cache in front of it.</summary>
    public const string Store = "mtlsauth-store";

    /// <summary>The name of the check whether a certification authority expires soon.</summary>
    public const string Authorities = "mtlsauth-authorities";

    /// <summary>The name of the check whether certificates that clients registered expire soon.</summary>
    public const string ClientCertificates = "mtlsauth-client-certificates";

    /// <summary>Adds checks of the store of clients, and of what expires soon.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="failureStatus">
    /// What a store that does not answer is reported as; null for unhealthy. Where a cache goes on meanwhile, degraded may be enough. What
    /// expires soon is never worse than degraded.
    /// </param>
    /// <param name="tags">Tags of the checks, by which endpoints choose.</param>
    /// <remarks>
    /// The texts hold no secret; the ids of up to ten clients whose certificates expire are in the data of their check, for whoever writes
    /// it out. <see cref="MtlsAuthOptions.CertificateExpiryWarning"/> says how soon is soon.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddMtlsAuthHealthChecks();
    /// app.MapHealthChecks("/health");
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddMtlsAuthHealthChecks(
        this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] all = [.. tags ?? []];

        // It remembers what it saw.
        builder.Services.TryAddSingleton<ClientCertificateHealthCheck>();
        return builder
            .AddCheck<StoreHealthCheck>(Store, failureStatus, all)
            .AddCheck<AuthorityHealthCheck>(Authorities, HealthStatus.Degraded, all)
            .AddCheck<ClientCertificateHealthCheck>(ClientCertificates, HealthStatus.Degraded, all);
    }
}
