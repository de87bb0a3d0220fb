using System.Runtime.CompilerServices;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>Gives the keys behind a client's <c>jwks_uri</c>, and says how far they can be relied on.</summary>
internal sealed class JwksUriKeySource(KeySetCache cache, JwksUriTelemetry telemetry, TimeProvider clock) : IClientJwkSetSource
{
    private const string CoolingDown = "they are not fetched again so soon for a certificate that matches none of them";
    private const string NoBudget = "they are not fetched again now, since too many are for certificates that match no key";
    private const string Pausing = "they are not fetched again before the pause after the last failure is over";

    // What a store keeps of a client is the same object for all its requests, so that its URL is hashed once.
    private readonly ConditionalWeakTable<RegisteredClient, KeySetLocation> _locations = [];

    public ValueTask<ClientJwkSetResult> GetAsync(
        RegisteredClient client, bool refresh, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        KeySetLocation location = _locations.GetValue(
            client,
            static client => new KeySetLocation(
                client.Metadata.JwksUri ?? throw new ArgumentException("The client has no jwks_uri.", nameof(client)), client.ClientId));
        if (refresh)
        {
            return WaitAsync(RefreshAsync(location), cancellationToken);
        }

        ValueTask<KeySetEntry> pending = cache.GetAsync(location);
        if (!pending.IsCompletedSuccessfully)
        {
            return WaitAsync(JudgeAsync(location, pending.AsTask()), cancellationToken);
        }

        KeySetEntry entry = pending.Result;
        return cache.IsCurrent(entry)
            ? ValueTask.FromResult(Judge(location, entry))
            : WaitAsync(JudgeAsync(location, Task.FromResult(entry)), cancellationToken);
    }

    // Whoever goes away stops waiting; what others wait for goes on.
    private static async ValueTask<ClientJwkSetResult> WaitAsync(Task<ClientJwkSetResult> pending, CancellationToken cancellationToken) =>
        await pending.WaitAsync(cancellationToken).ConfigureAwait(false);

    private static ClientJwkSetResult WithoutKeys(KeySetLocation location, KeySetEntry entry, DateTimeOffset now) =>
        entry.Keys is not null ? ClientJwkSetResult.Unavailable(KeySetText.OfOldKeys(location, entry, now))
        : entry.Failure.IsTemporary() ? ClientJwkSetResult.Unavailable(KeySetText.OfFailure(location, entry, now))
        : ClientJwkSetResult.Unusable(KeySetText.OfFailure(location, entry, now));

    private async Task<ClientJwkSetResult> JudgeAsync(KeySetLocation location, Task<KeySetEntry> pending)
    {
        KeySetEntry entry = await pending.ConfigureAwait(false);
        return Judge(location, cache.IsCurrent(entry) ? entry : await cache.GetCurrentAsync(location).ConfigureAwait(false));
    }

    private ClientJwkSetResult Judge(KeySetLocation location, KeySetEntry entry)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (cache.FindUsableKeys(entry) is not { } keys)
        {
            return WithoutKeys(location, entry, now);
        }

        telemetry.Used(now - entry.FetchedAt);
        return entry.Failure == JwksUriFailure.None ? ClientJwkSetResult.Current(keys) : ClientJwkSetResult.Stale(keys);
    }

    private async Task<ClientJwkSetResult> RefreshAsync(KeySetLocation location)
    {
        KeySetEntry entry = await cache.GetCurrentAsync(location).ConfigureAwait(false);
        string? whyNot = Pausing;
        string? refusal = RefreshRefusals.Pause;

        // While fetching fails, the pause between attempts is for everybody.
        if (entry.Failure == JwksUriFailure.None)
        {
            (entry, KeySetRefreshOutcome outcome) = await cache.RefreshAsync(location).ConfigureAwait(false);
            (whyNot, refusal) = outcome switch
            {
                KeySetRefreshOutcome.CoolingDown => (CoolingDown, RefreshRefusals.CoolDown),
                KeySetRefreshOutcome.NoBudget => (NoBudget, RefreshRefusals.Budget),
                _ => (null, null),
            };
        }

        if (refusal is not null)
        {
            telemetry.RefreshRefused(refusal);
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (cache.FindUsableKeys(entry) is not { } keys)
        {
            return WithoutKeys(location, entry, now);
        }

        // Keys that were fetched a short while ago are what the client publishes. If nobody could ask, it may publish others.
        string detail = KeySetText.OfKeys(location, entry, now, whyNot);
        return entry.Failure == JwksUriFailure.None && refusal != RefreshRefusals.Budget
            ? ClientJwkSetResult.Current(keys, detail)
            : ClientJwkSetResult.Stale(keys, detail);
    }
}
