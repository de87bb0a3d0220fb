namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>What came of asking the cache for a client. The values are a stable contract.</summary>
internal static class ClientCacheOutcomes
{
    /// <summary>The client was in memory.</summary>
    public const string Hit = "hit";

    /// <summary>The client was read from what instances share or from the store, for this request or another.</summary>
    public const string Loaded = "loaded";

    /// <summary>The store has no such client.</summary>
    public const string Unknown = "unknown";

    /// <summary>The store failed, and the client counts as it was read before.</summary>
    public const string Stale = "stale";

    /// <summary>The store failed, and there is nothing that counts.</summary>
    public const string Unavailable = "unavailable";
}
