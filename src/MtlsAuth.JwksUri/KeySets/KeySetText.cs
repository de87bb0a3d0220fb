using System.Globalization;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>What the log says of keys behind a URL.</summary>
internal static class KeySetText
{
    /// <summary>How old keys are that did not match, and why they are not newer.</summary>
    public static string OfKeys(KeySetLocation location, KeySetEntry entry, DateTimeOffset now, string? whyNotFetchedAgain)
    {
        string text = $"the client's keys at {location.Host} were fetched {AgeOf(entry.FetchedAt, now)} ago";
        if (entry.Failure != JwksUriFailure.None)
        {
            text += $", and could not be fetched again {AgeOf(entry.AskedAt, now)} ago: {Failure(entry)}";
        }

        return whyNotFetchedAgain is null ? text : $"{text}; {whyNotFetchedAgain}";
    }

    /// <summary>Why there are no keys.</summary>
    public static string OfFailure(KeySetLocation location, KeySetEntry entry, DateTimeOffset now)
    {
        string times = entry.FailureCount > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({entry.FailureCount} times in a row)")
            : string.Empty;
        return $"the client's keys at {location.Host} could not be fetched {AgeOf(entry.AskedAt, now)} ago{times}: {Failure(entry)}";
    }

    /// <summary>There are keys, but they are too old.</summary>
    public static string OfOldKeys(KeySetLocation location, KeySetEntry entry, DateTimeOffset now) =>
        $"the client's keys at {location.Host} were fetched {AgeOf(entry.FetchedAt, now)} ago, which is longer than they may be used";

    private static string Failure(KeySetEntry entry) =>
        entry.FailureDetail is { } detail ? $"{entry.Failure}, {detail}" : $"{entry.Failure}";

    private static string AgeOf(DateTimeOffset since, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{(now - since).TotalSeconds:F0} s");
}
