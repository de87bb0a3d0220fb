using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.Registration;

namespace MtlsAuth.JwksUri;

/// <summary>Checks client metadata before it is stored, and looks once at what is behind its <c>jwks_uri</c>.</summary>
/// <remarks>
/// What is fetched is not kept, since the client is not registered yet. As strangers may register, these fetches count towards
/// <see cref="JwksUriOptions.MaximumRefreshesPerMinute"/>; beyond it nobody looks, and the report says so. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// app.MapPost("/register", async (ClientMetadata metadata, JwksUriRegistrationCheck check, ClientRegistrationValidator validator) =>
/// {
///     ClientRegistrationReport report = await check.ValidateAsync(validator, metadata);
///     return report.Error is null ? Results.Created() : Results.BadRequest(report.Error);
/// });
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

    /// <summary>Checks metadata, and what is behind its <c>jwks_uri</c> if nothing else is wrong with it.</summary>
    /// <param name="validator">The rules; one whose settings support <c>jwks_uri</c>.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="cancellationToken">Cancels waiting for the answer.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public async Task<ClientRegistrationReport> ValidateAsync(
        ClientRegistrationValidator validator, ClientMetadata metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        ArgumentNullException.ThrowIfNull(metadata);
        ClientRegistrationReport report = validator.Validate(metadata);
        return report.Error is not null || metadata.JwksUri is not { } uri
            ? report
            : validator.Validate(metadata, await FetchAsync(uri).WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<ClientJwkSetResult> FetchAsync(string uri)
    {
        if (!_budget.TryTake())
        {
            return ClientJwkSetResult.Unavailable("no more fetches are made now for registrations");
        }

        long started = _clock.GetTimestamp();
        FetchResult result = await _fetcher.FetchAsync(uri, default).ConfigureAwait(false);
        _telemetry.FetchedForRegistration(new KeySetLocation(uri).Host, result, _clock.GetElapsedTime(started));
        return result switch
        {
            { Keys: { } keys } => ClientJwkSetResult.Current(keys),
            _ when result.Failure.IsTemporary() => ClientJwkSetResult.Unavailable($"{result.Failure}: {result.Detail}"),
            _ => ClientJwkSetResult.Unusable($"{result.Failure}: {result.Detail}"),
        };
    }
}
