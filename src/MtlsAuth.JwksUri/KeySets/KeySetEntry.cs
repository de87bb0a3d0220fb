using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.Options;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>What is known of the keys behind a URL, and what instances share of it.</summary>
/// <remarks>
/// Failures are entries too: whoever waits for a fetch that fails gets its outcome, and nobody asks again before the pause is over.
/// Immutable.
/// </remarks>
internal sealed record KeySetEntry
{
    // What is shared was within the fetching instance's limits, but a character may take six when it is written again.
    private const int MaximumLength = 6 * JwksUriRanges.LongestDocument;

    /// <summary>The keys; null if there are none that may be used.</summary>
    [JsonIgnore]
    public ClientJwkSet? Keys { get; init; }

    /// <summary>The keys as instances share them: as they were fetched, and read as strictly as if they had been fetched now.</summary>
    public JsonElement? Document
    {
        get => Keys is null ? null : Write(Keys);
        init => Keys = value is { } json ? Read(json) : null;
    }

    /// <summary>When the client's server last vouched for the keys.</summary>
    public DateTimeOffset FetchedAt { get; init; }

    /// <summary>When it was last asked, whatever came of it.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>How long this is used before the server is asked again.</summary>
    public TimeSpan Lifetime { get; init; }

    /// <summary>The keys' <c>ETag</c>.</summary>
    public string? EntityTag { get; init; }

    /// <summary>The keys' <c>Last-Modified</c>.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>Why the last fetch failed; <see cref="JwksUriFailure.None"/> if it did not.</summary>
    public JwksUriFailure Failure { get; init; }

    /// <summary>More about that.</summary>
    public string? FailureDetail { get; init; }

    /// <summary>How many fetches have failed since the last one that did not.</summary>
    public int FailureCount { get; init; }

    /// <summary>What makes the next fetch conditional: nothing, unless there are keys that a "not modified" would be about.</summary>
    [JsonIgnore]
    public Validators Validators => Keys is null ? default : new Validators(EntityTag, LastModified);

    private static JsonElement Write(ClientJwkSet keys)
    {
        Utf8JsonReader reader = new(keys.ToUtf8Json());
        return JsonElement.ParseValue(ref reader);
    }

    private static ClientJwkSet Read(JsonElement json) =>
        ClientJwkSet.TryParse(
            JsonMarshal.GetRawUtf8Value(json),
            out ClientJwkSet? keys,
            out ClientJwkSetError error,
            MaximumLength,
            JwksUriRanges.MostKeys)
            ? keys
            : throw new JsonException($"The shared cache has no JWK Set: {error}.");
}
