using MtlsAuth.JwksUri.Caching;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>What is known of a key set after a fetch, by what was known before it.</summary>
internal sealed class KeySetTransition(JwksUriOptions options)
{
    // Beyond this many failures in a row nothing changes any more, and nobody needs the number.
    private const int MostCounted = 16;

    // Instances that share what they fetch have clocks that differ a little.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    public KeySetEntry After(KeySetEntry? previous, FetchResult result, DateTimeOffset now) => result switch
    {
        { Failure: not JwksUriFailure.None } => Failed(previous, result, now),
        { Keys: { } keys } => Fetched(keys, result, now),
        _ when previous?.Keys is { } keys => Fetched(keys, result, now) with
        {
            // RFC 9110 §15.4.5: what the answer does not say stays as it was.
            EntityTag = result.Validators.EntityTag ?? previous.EntityTag,
            LastModified = result.Validators.LastModified ?? previous.LastModified,
        },
        _ => Failed(
            previous,
            new FetchResult { Failure = JwksUriFailure.UnexpectedStatus, Detail = "304 although nothing had been fetched before" },
            now),
    };

    /// <summary>Whether keys of that age may be used: neither too old, nor out of a future, since a clock was set back.</summary>
    public bool MayUse(DateTimeOffset fetchedAt, DateTimeOffset now) =>
        now - fetchedAt <= options.MaximumAge && fetchedAt - now <= ClockDifference;

    /// <summary>Whether an entry may be used without looking for a newer one.</summary>
    /// <remarks>
    /// While keys are fetched again, what was known before serves who comes meanwhile. That must not make it live on where nobody has asked
    /// for it in a while: it may be hours old, and the client may have taken keys out, or mended what failed, long ago.
    /// </remarks>
    public bool IsCurrent(KeySetEntry entry, DateTimeOffset now) =>
        now - entry.AskedAt - options.MinimumLifetime <= entry.Lifetime
        && entry.AskedAt - now <= ClockDifference
        && (entry.Keys is null || MayUse(entry.FetchedAt, now));

    private KeySetEntry Fetched(ClientJwkSet keys, FetchResult result, DateTimeOffset now) => new()
    {
        Keys = keys,
        FetchedAt = now,
        AskedAt = now,
        EntityTag = result.Validators.EntityTag,
        LastModified = result.Validators.LastModified,
        Lifetime = Clamp(result.Lifetime ?? options.DefaultLifetime, options.MinimumLifetime, options.MaximumLifetime),
    };

    private KeySetEntry Failed(KeySetEntry? previous, FetchResult result, DateTimeOffset now)
    {
        int count = Math.Min((previous?.FailureCount ?? 0) + 1, MostCounted);

        // Whoever has read the document can sign as the client from now on, with whatever keys it had before as well.
        bool keep = previous is { Keys: not null }
            && MayUse(previous.FetchedAt, now)
            && result.Failure != JwksUriFailure.PrivateKeyExposed;
        return new KeySetEntry
        {
            Keys = keep ? previous!.Keys : null,
            FetchedAt = keep ? previous!.FetchedAt : default,
            AskedAt = now,
            EntityTag = keep ? previous!.EntityTag : null,
            LastModified = keep ? previous!.LastModified : null,
            Failure = result.Failure,
            FailureDetail = result.Detail,
            FailureCount = count,
            Lifetime = GrowingPause.After(count, options.MinimumPause, options.MaximumPause),
        };
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        value < minimum ? minimum : value > maximum ? maximum : value;
}
