namespace MtlsAuth;

/// <summary>What came of getting the keys that a client publishes behind its <c>jwks_uri</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientJwkSetResult
{
    private ClientJwkSetResult(ClientJwkSetStatus status, ClientJwkSet? keys, string? detail)
    {
        Status = status;
        Keys = keys;
        Detail = detail;
    }

    /// <summary>How far the keys can be relied on.</summary>
    public ClientJwkSetStatus Status { get; }

    /// <summary>
    /// The keys; null unless they are <see cref="ClientJwkSetStatus.Current"/> or <see cref="ClientJwkSetStatus.Stale"/>.
    /// </summary>
    public ClientJwkSet? Keys { get; }

    /// <summary>Why there are no keys, or where these come from and how old they are: for the log, never for the client.</summary>
    public string? Detail { get; }

    /// <summary>The keys that the client publishes.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    public static ClientJwkSetResult Current(ClientJwkSet keys, string? detail = null) =>
        new(ClientJwkSetStatus.Current, keys ?? throw new ArgumentNullException(nameof(keys)), detail);

    /// <summary>Keys that the client published before, where newer ones cannot be had.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    public static ClientJwkSetResult Stale(ClientJwkSet keys, string? detail = null) =>
        new(ClientJwkSetStatus.Stale, keys ?? throw new ArgumentNullException(nameof(keys)), detail);

    /// <summary>No keys, by the client's own fault.</summary>
    public static ClientJwkSetResult Unusable(string detail) => new(ClientJwkSetStatus.Unusable, keys: null, detail);

    /// <summary>No keys at the moment.</summary>
    public static ClientJwkSetResult Unavailable(string detail) => new(ClientJwkSetStatus.Unavailable, keys: null, detail);
}
