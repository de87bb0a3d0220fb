using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Health;

/// <summary>Whether certificates that clients registered have expired or expire soon.</summary>
/// <remarks>
/// Looks once an hour at most, and at a bounded number of clients: the log names each client whose certificate expires when it
/// authenticates. Keys without certificates do not expire.
/// </remarks>
internal sealed class ClientCertificateHealthCheck(IServiceProvider provider, IOptions<MtlsAuthOptions> options, TimeProvider clock)
    : IHealthCheck, IDisposable
{
    private const int MaximumClientCount = 10_000;
    private const int MaximumNamedCount = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _looking = new(1, 1);
    private HealthCheckResult? _last;
    private DateTimeOffset _lookedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The store's own check says that it cannot be read.
        if (provider.GetService<IClientRecordStore>() is null)
        {
            return HealthCheckResult.Healthy("The store of clients cannot be listed.");
        }

        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is { } last && clock.GetUtcNow() - _lookedAt < Interval)
            {
                return last;
            }

            HealthCheckResult? looked = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (looked is null)
            {
                return HealthCheckResult.Degraded("The clients cannot be listed at the moment.");
            }

            _last = looked;
            _lookedAt = clock.GetUtcNow();
            return looked.Value;
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose() => _looking.Dispose();

    private async Task<HealthCheckResult?> LookAsync(CancellationToken cancellationToken)
    {
        IClientRegistry registry = provider.GetRequiredService<IClientRegistry>();
        DateTimeOffset limit = clock.GetUtcNow() + options.Value.CertificateExpiryWarning;
        List<string> expiring = [];
        int expiringCount = 0;
        int seen = 0;
        string? continuation = null;
        do
        {
            ClientRegistryPage page = await registry
                .ListAsync(continuation, ClientRegistry.MaximumPageSize, cancellationToken).ConfigureAwait(false);
            if (page.Exception is not null)
            {
                return null;
            }

            foreach (ClientRecord record in page.Records.Where(record => Expires(record, limit)))
            {
                if (expiringCount++ < MaximumNamedCount)
                {
                    expiring.Add(record.ClientId);
                }
            }

            seen += page.Records.Count;
            continuation = page.Continuation;
        }
        while (continuation is not null && seen < MaximumClientCount);

        string all = continuation is null ? $"all {seen} clients" : $"the first {seen} clients";
        return expiringCount == 0
            ? HealthCheckResult.Healthy($"No certificate that clients registered expires soon, of {all}.")
            : HealthCheckResult.Degraded(
                $"Certificates that clients registered have expired or expire soon: of {expiringCount} clients among {all}.",
                data: new Dictionary<string, object> { ["clients"] = expiring });
    }

    // A client with several certificates is in a rotation: the last of them counts.
    private static bool Expires(ClientRecord record, DateTimeOffset limit) =>
        record.Metadata is { TokenEndpointAuthMethod: ClientAuthenticationMethods.SelfSignedTlsClientAuth, Jwks.Keys: { } keys }
        && keys.Max(static key => key.Certificate?.NotAfter) is { } notAfter
        && notAfter < limit;
}
