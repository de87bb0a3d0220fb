using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Health;

/// <summary>Whether a certification authority has expired or expires soon, so that its clients will be refused.</summary>
internal sealed class AuthorityHealthCheck(
    ConfiguredTrustAnchors anchors, IOptions<MtlsAuthOptions> options, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(anchors.FirstExpiry));

    private HealthCheckResult Check(DateTimeOffset? firstExpiry)
    {
        if (firstExpiry is not { } expiry)
        {
            return HealthCheckResult.Healthy("No certification authorities, or none whose expiry is known.");
        }

        string date = expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return expiry - clock.GetUtcNow() < options.Value.CertificateExpiryWarning
            ? HealthCheckResult.Degraded($"A certification authority expires on {date}.")
            : HealthCheckResult.Healthy($"The first certification authority expires on {date}.");
    }
}
