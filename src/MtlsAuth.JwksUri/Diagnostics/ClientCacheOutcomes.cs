namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>What came of asking the cache for a client. The values are a stable contract.</summary>
internal static class ClientCacheOutcomes
{
    /// <summary>The client was in memory.</summary>
    public const string Hit = "hit";

    /// <summary>The client was read from the shared cache or from the store, by this request or by another that this one waited for.</summary>
    public const string Loaded = "loaded";

    /// <summary>The store has no such client.</summary>
    public const string Unknown = "unknown";

    /// <summary>The store failed, and the client counts as it was read before.</summary>
    public const string Stale = "stale";

    /// <summary>The store failed, and there is nothing that counts.</summary>
    public const string Unavailable = "unavailable";
}
