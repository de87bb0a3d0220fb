namespace MtlsAuth.JwksUri.Fetching;

/// <summary>What came of a fetch: keys, the news that those fetched before are still right, or a failure.</summary>
internal sealed record FetchResult
{
    /// <summary>Why nothing was fetched.</summary>
    public JwksUriFailure Failure { get; init; }

    /// <summary>More about a failure, for the log: one line, bounded, nothing of the URL but its host.</summary>
    public string? Detail { get; init; }

    /// <summary>The keys; null after a failure, and if those fetched before are still right (304).</summary>
    public ClientJwkSet? Keys { get; init; }

    /// <summary>How long the response says it may be used, not yet limited; null if it does not say.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What makes the next fetch conditional.</summary>
    public Validators Validators { get; init; }

    /// <summary>The failure to fetch a URL.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="uri">The URL, of which the host is told.</param>
    /// <param name="cause">More about it; whatever others wrote is cut and escaped here.</param>
    public static FetchResult Failed(JwksUriFailure failure, Uri uri, string cause) => new()
    {
        Failure = failure,
        Detail = $"{LogText.Of(uri.IdnHost)}: {LogText.Of(cause)}",
    };
}
