using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MtlsAuth.JwksUri.Health;

/// <summary>Whether the cache that instances share answers.</summary>
/// <remarks>Without it each goes on by itself, so that it is never worse than degraded.</remarks>
internal sealed class SharedCacheHealthCheck(IServiceProvider provider, TimeProvider clock) : IHealthCheck
{
    private const string SomeKey = "mtlsauth-health-check";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (provider.GetKeyedService<IDistributedCache>(MtlsCacheDefaults.ServiceKey) is not { } shared)
        {
            return HealthCheckResult.Healthy("Instances share no cache.");
        }

        try
        {
            await shared.GetAsync(SomeKey, cancellationToken).WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The cache that instances share answers.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("The cache that instances share does not answer; this one goes on by itself.", exception);
        }
    }
}
