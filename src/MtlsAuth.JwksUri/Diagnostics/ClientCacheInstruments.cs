namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>The names of the client cache's instruments. They are a stable contract, which <c>docs/operations.md</c> explains.</summary>
internal static class ClientCacheInstruments
{
    public const string Lookups = "mtlsauth.client_cache.lookups";

    public const string Entries = "mtlsauth.client_cache.entries";

    public const string Outcome = "mtlsauth.client_cache.outcome";
}
