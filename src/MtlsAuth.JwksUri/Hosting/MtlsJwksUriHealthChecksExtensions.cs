using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAuth.JwksUri.Health;
using MtlsAuth.JwksUri.KeySets;

namespace MtlsAuth.JwksUri;

/// <summary>Registers health checks of caches and of keys behind <c>jwks_uri</c>.</summary>
public static class MtlsJwksUriHealthChecksExtensions
{
    /// <summary>The name of the check whether the cache that instances share answers.</summary>
    public const string Cache = "mtlsauth-cache";

    /// <summary>The name of the check whether keys behind <c>jwks_uri</c> can be fetched again for certificates that match none.</summary>
    public const string Budget = "mtlsauth-jwks-uri";

    /// <summary>Adds a check of the cache that instances share, and of the budget of refreshes.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="tags">Tags of the checks, by which endpoints choose.</param>
    /// <remarks>
    /// Both are degraded at worst: clients whose keys are known go on authenticating. The budget is this instance's own.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsJwksUri();
    /// builder.Services.AddHealthChecks().AddMtlsJwksUriHealthChecks();
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddMtlsJwksUriHealthChecks(this IHealthChecksBuilder builder, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] all = [.. tags ?? []];
        return builder
            .Add(new HealthCheckRegistration(
                Cache,
                static provider => new SharedCacheHealthCheck(provider, provider.GetService<TimeProvider>() ?? TimeProvider.System),
                HealthStatus.Degraded,
                all))
            .Add(new HealthCheckRegistration(
                Budget,
                static provider => new RefreshBudgetHealthCheck(provider.GetService<RefreshBudget>()),
                HealthStatus.Degraded,
                all));
    }
}
