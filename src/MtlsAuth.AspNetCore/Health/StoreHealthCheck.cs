using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MtlsAuth.AspNetCore.Health;

/// <summary>Whether the store of clients answers: the store itself, and no cache in front of it.</summary>
internal sealed class StoreHealthCheck(IServiceScopeFactory scopes) : IHealthCheck
{
    // Whether somebody is registered under it does not matter: the store has to look.
    private const string SomeId = "mtlsauth-health-check";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                await AskAsync(scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, "The store of clients does not answer.", exception);
            }

            return scope.ServiceProvider.GetService<JsonFileClientMetadataStore>() is { LastError: not null }
                ? HealthCheckResult.Degraded("The files with clients cannot be read as they are; the last good state stays in force.")
                : HealthCheckResult.Healthy("The store of clients answers.");
        }
    }

    private static async Task AskAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<IClientRecordStore>() is { } records)
        {
            await records.FindRecordAsync(SomeId, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await services.GetRequiredService<IClientMetadataStore>().FindAsync(SomeId, cancellationToken).ConfigureAwait(false);
        }
    }
}
