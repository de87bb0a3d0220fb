namespace MtlsAuth.JwksUri;

/// <summary>How the caches of this package are joined to those of other instances.</summary>
public static class MtlsCacheDefaults
{
    /// <summary>
    /// The key of the services that instances share: an <c>IDistributedCache</c>, an <c>IFusionCacheBackplane</c> (one for each time it is
    /// asked for) and an <c>IFusionCacheDistributedLocker</c>. Where none is registered, an instance keeps its caches to itself.
    /// </summary>
    public const string ServiceKey = "MtlsAuth";
}
