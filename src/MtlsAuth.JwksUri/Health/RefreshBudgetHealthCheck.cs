using Microsoft.Extensions.Diagnostics.HealthChecks;
using MtlsAuth.JwksUri.KeySets;

namespace MtlsAuth.JwksUri.Health;

/// <summary>Whether keys behind <c>jwks_uri</c> can be fetched again for certificates that match none of those fetched before.</summary>
internal sealed class RefreshBudgetHealthCheck(RefreshBudget? budget) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            budget is null ? HealthCheckResult.Healthy("No keys behind jwks_uri are fetched.")
            : budget.IsUsedUp ? HealthCheckResult.Degraded(
                "As many fetches as MaximumRefreshesPerMinute allows were made: clients that have just changed their key may have to wait.")
            : HealthCheckResult.Healthy("Keys can be fetched again for clients that have just changed theirs."));
}
