using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>Counts the bytes that a registered client keeps in memory, read from JSON as a store would read it.</summary>
internal static class ClientMemory
{
    private const int Count = 100_000;

    public static void Print()
    {
        foreach (BenchmarkKey algorithm in Enum.GetValues<BenchmarkKey>())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Count} clients with one {algorithm} key each: {Measure(KeyOf(algorithm))} bytes per client"));
        }

        const string Subject = """
            "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_subject_dn":"CN=client.example,O=Example Bank plc,C=GB"
            """;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Count} clients with a subject of three RDNs each: {Measure(Subject)} bytes per client"));
        CachedMemory.Print();
    }

    private static string KeyOf(BenchmarkKey algorithm)
    {
        ClientCertificate certificate = BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(algorithm));
        string keys = Encoding.UTF8.GetString(KeySetJson.Write(certificate));
        return $"\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks\":{keys}";
    }

    // The same members for all: parsing makes each client its own copy.
    private static long Measure(string members)
    {
        // What the first client costs once and for all is not its own.
        Register(new InMemoryClientMetadataStore(), 0, members);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        InMemoryClientMetadataStore store = new();
        for (int i = 0; i < Count; i++)
        {
            Register(store, i, members);
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(store);
        return (after - before) / Count;
    }

    private static void Register(InMemoryClientMetadataStore store, int number, string members)
    {
        string json = $$"""{"client_id":"{{CreateId(number)}}",{{members}}}""";
        if (!ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? client, out _) || !store.TryAdd(client))
        {
            throw new InvalidOperationException("The client was not registered.");
        }
    }

    private static string CreateId(int number) => string.Create(CultureInfo.InvariantCulture, $"client-{number:D8}");
}
