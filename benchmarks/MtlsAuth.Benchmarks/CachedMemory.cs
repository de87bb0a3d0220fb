using System.Globalization;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>Counts the bytes that the caches keep of a fetched key set and of a client, beside what the set and the client are.</summary>
internal static class CachedMemory
{
    private const int Count = 10_000;

    public static void Print()
    {
        ClientCertificate certificate = BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(BenchmarkKey.P256));
        Print("key sets of one P256 key behind jwks_uri", "set", new FetchingServer(certificate));
        Print("clients with one P256 key in the cache in front of a store", "client", new CachingServer(certificate));
    }

    private static void Print(string what, string each, ICachingServer server)
    {
        using (server)
        {
            // What the first costs once and for all is not its own.
            server.Load("first");
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int i = 0; i < Count; i++)
            {
                server.Load(string.Create(CultureInfo.InvariantCulture, $"client-{i:D8}"));
            }

            long bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Count} {what}: {bytes} bytes per {each}"));
        }
    }
}
