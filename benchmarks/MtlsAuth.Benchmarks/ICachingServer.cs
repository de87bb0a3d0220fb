namespace MtlsAuth.Benchmarks;

/// <summary>A server that keeps something of each client.</summary>
internal interface ICachingServer : IDisposable
{
    /// <summary>Loads what is kept of a client.</summary>
    void Load(string clientId);
}
