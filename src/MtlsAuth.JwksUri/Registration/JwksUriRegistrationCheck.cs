using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.Registration;

namespace MtlsAuth.JwksUri;

/// <summary>Checks client metadata before it is stored, and looks once at what is behind its <c>jwks_uri</c>.</summary>
/// <remarks>
/// What is fetched is not kept, since the client is not registered yet. As strangers may register, there are at most
/// <see cref="JwksUriOptions.MaximumRefreshesPerMinute"/> of these fetches a minute; beyond it nobody looks, and the report says so.
/// Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// ClientRegistrationReport report = await check.ValidateAsync(validator, utf8Json, context.RequestAborted);
/// if (report.Error is not null)
/// {
///     await context.WriteOAuthErrorAsync(report.Error);
///     return;
/// }
/// </code>
/// </example>
public sealed class JwksUriRegistrationCheck
{
    private readonly JwksUriFetcher _fetcher;
    private readonly RefreshBudget _budget;
    private readonly JwksUriTelemetry _telemetry;
    private readonly TimeProvider _clock;

    internal JwksUriRegistrationCheck(JwksUriFetcher fetcher, RefreshBudget budget, JwksUriTelemetry telemetry, TimeProvider clock)
    {
        _fetcher = fetcher;
        _budget = budget;
        _telemetry = telemetry;
        _clock = clock;
    }

    /// <summary>Checks the body of a registration request, and what is behind its <c>jwks_uri</c> if nothing else is wrong.</summary>
    /// <param name="validator">The rules; one whose settings support <c>jwks_uri</c>.</param>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Cancels waiting for the answer.</param>
    /// <returns>The metadata to store, or what it is refused for.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="validator"/> is null.</exception>
    public async Task<ClientRegistrationReport> ValidateAsync(
        ClientRegistrationValidator validator, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        ClientRegistrationReport report = validator.Validate(utf8Json.Span);
        if (report.Metadata?.JwksUri is not { } uri)
        {
            return report;
        }

        ClientJwkSetResult fetched = await FetchAsync(uri).WaitAsync(cancellationToken).ConfigureAwait(false);
        return validator.Validate(utf8Json.Span, fetched);
    }

    private async Task<ClientJwkSetResult> FetchAsync(string uri)
    {
        if (!_budget.TryTake())
        {
            return ClientJwkSetResult.Unavailable("no more fetches are made now for registrations");
        }

        long started = _clock.GetTimestamp();
        FetchResult result = await _fetcher.FetchAsync(uri, default).ConfigureAwait(false);
        _telemetry.FetchedForRegistration(KeySetLocation.HostOf(uri), result, _clock.GetElapsedTime(started));
        return result switch
        {
            { Keys: { } keys } => ClientJwkSetResult.Current(keys),
            _ when result.Failure.IsTemporary() => ClientJwkSetResult.Unavailable($"{result.Failure}: {result.Detail}"),
            _ => ClientJwkSetResult.Unusable($"{result.Failure}: {result.Detail}"),
        };
    }
}
