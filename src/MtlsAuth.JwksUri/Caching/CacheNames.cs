namespace MtlsAuth.JwksUri.Caching;

/// <summary>The names of caches, by which those of several instances are the same, and by which a shared cache keeps them apart.</summary>
internal static class CacheNames
{
    public const string Clients = "MtlsAuth.Clients";

    public const string KeySets = "MtlsAuth.KeySets";
}
