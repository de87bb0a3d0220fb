using System.Globalization;
using System.Net.Http.Headers;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>How long a response may be used (RFC 9111 §4.2), as it says itself.</summary>
/// <remarks>
/// Three things are left out on purpose. <c>s-maxage</c> is for caches that serve many users; this one serves its own server.
/// <c>must-revalidate</c> forbids to use a response longer where it cannot be fetched again: how long keys outlive a client's server is the
/// operator's decision, bounded by <see cref="JwksUriOptions.MaximumAge"/>. And no lifetime is guessed from <c>Last-Modified</c> (§4.2.2).
/// </remarks>
internal static class Freshness
{
    // A server's clock that is further away than that says nothing about ours.
    private static readonly TimeSpan LargestClockDifference = TimeSpan.FromDays(1);

    /// <summary>What is left of a response's lifetime.</summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The time at which it came.</param>
    /// <returns>The time, not negative and not limited; null if the response does not say. Malformed values count as absent.</returns>
    public static TimeSpan? FindLifetime(HttpResponseMessage response, DateTimeOffset now)
    {
        if ((FindMaximumAge(response) ?? FindTimeToExpiry(response, now)) is not { } lifetime)
        {
            return null;
        }

        TimeSpan left = lifetime - FindAge(response);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // RFC 9111 §5.2.2. Of several values of one directive, the first counts (§4.2.1).
    private static TimeSpan? FindMaximumAge(HttpResponseMessage response)
    {
        TimeSpan? maximumAge = null;
        foreach (string directive in GetValues(response, "Cache-Control").SelectMany(SplitOutsideQuotes))
        {
            string[] parts = directive.Split('=', 2, StringSplitOptions.TrimEntries);
            if (Is("no-store") || Is("no-cache"))
            {
                return TimeSpan.Zero;
            }

            if (Is("max-age") && parts.Length == 2)
            {
                maximumAge ??= ReadSeconds(parts[1].Length > 1 && parts[1][0] == '"' && parts[1][^1] == '"' ? parts[1][1..^1] : parts[1]);
            }

            bool Is(string name) => parts[0].Equals(name, StringComparison.OrdinalIgnoreCase);
        }

        return maximumAge;
    }

    // §5.3. The platform reads an invalid date, 0 above all, as one long past, as the RFC asks.
    private static TimeSpan? FindTimeToExpiry(HttpResponseMessage response, DateTimeOffset now) =>
        response.Content.Headers.Expires is not { } expires ? null
            : response.Headers.Date is { } date && (date - now).Duration() <= LargestClockDifference ? expires - date
            : expires - now;

    // §5.1: how long caches on the way have had it. The time since Date is not added: clocks that disagree would make it.
    private static TimeSpan FindAge(HttpResponseMessage response) =>
        GetValues(response, "Age").SelectMany(SplitOutsideQuotes).Select(ReadSeconds).FirstOrDefault() ?? TimeSpan.Zero;

    // As they came: what the platform makes of a header it takes for malformed is nothing, and no-store may stand in it.
    private static HeaderStringValues GetValues(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values : default;

    // §1.2.2: digits only; what does not fit counts as 2^31.
    private static TimeSpan? ReadSeconds(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds((double)seconds)
            : TimeSpan.FromSeconds((double)int.MaxValue);

    private static IEnumerable<string> SplitOutsideQuotes(string text)
    {
        int start = 0;
        bool isQuoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\\' when isQuoted:
                    index++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    yield return text[start..index].Trim();
                    start = index + 1;
                    break;
            }
        }

        yield return text[start..].Trim();
    }
}
