using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.EntityFrameworkCore;
using MtlsAuth.JwksUri;
using MtlsAuth.Registration;

namespace MtlsAuth.Benchmarks;

/// <summary>Imports clients by the hundred thousand into a real database, and finds them, with a cache and without.</summary>
internal static class ClientLoad
{
    private const int LookUps = 20_000;
    private const string Uncached = "uncached";

    private static readonly ClientJwkSet Keys = ClientJwkSet.FromCertificates(
        includeX5c: false, BenchmarkCertificates.Read(BenchmarkCertificates.CreateDer(BenchmarkKey.P256)));

    /// <param name="arguments">
    /// How many clients; then the connection string of a PostgreSQL database, or nothing for SQLite in a temporary folder.
    /// </param>
    public static async Task PrintAsync(string[] arguments)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        string folder = Directory.CreateTempSubdirectory("mtlsauth-").FullName;
        try
        {
            await using ServiceProvider provider = Build(arguments.ElementAtOrDefault(1), folder);
            await CreateAsync(provider);
            await ImportAsync(provider.GetRequiredService<IClientRegistry>(), count);
            await FindAsync("no cache", provider.GetRequiredKeyedService<IClientMetadataStore>(Uncached), count);
            await FindAsync("cold cache", provider.GetRequiredService<IClientMetadataStore>(), count);
            await FindAsync("warm cache", provider.GetRequiredService<IClientMetadataStore>(), count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Build(string? postgreSql, string folder)
    {
        ServiceCollection services = new();
        services.AddDbContextPool<DatabaseContext>(options => _ = postgreSql is null
            ? options.UseSqlite($"Data Source={Path.Combine(folder, "clients.db")}")
            : options.UseNpgsql(postgreSql));
        services.AddMtlsEntityFrameworkStore<DatabaseContext>();
        services.AddKeyedSingleton(Uncached, (provider, _) => (IClientMetadataStore)provider.GetRequiredService<IClientRecordStore>());
        services.AddMtlsClientCache(static cache => cache.Lifetime = TimeSpan.FromMinutes(10));
        return services.BuildServiceProvider();
    }

    private static async Task CreateAsync(ServiceProvider provider)
    {
        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseContext>().Database.EnsureCreatedAsync();
    }

    private static async Task ImportAsync(IClientRegistry registry, int count)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ClientImportResult result = await registry.ImportAsync(CreateAsync(count), new Progress(count, watch));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"import: {result.AddedCount} clients in {watch.Elapsed.TotalSeconds:F0} s, {result.RefusedCount} refused {result.Exception}"));
    }

    private static async IAsyncEnumerable<ClientMetadata> CreateAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return BenchmarkCertificates.CreateClient(CreateId(i), Keys);
        }

        await Task.CompletedTask;
    }

    // The same ids in each round, spread over all clients.
    private static async Task FindAsync(string what, IClientMetadataStore store, int count)
    {
        Random random = new(1);
        double[] microseconds = new double[LookUps];
        for (int i = 0; i < LookUps; i++)
        {
            string clientId = CreateId(random.Next(count));
            long started = Stopwatch.GetTimestamp();
            RegisteredClient? client = await store.FindAsync(clientId);
            microseconds[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            if (client?.ClientId != clientId)
            {
                throw new InvalidOperationException($"{clientId} is not there.");
            }
        }

        Array.Sort(microseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: p50 {microseconds[LookUps / 2]:F1} µs, p99 {microseconds[LookUps * 99 / 100]:F1} µs"));
    }

    private static string CreateId(int number) => string.Create(CultureInfo.InvariantCulture, $"client-{number:D8}");

    private sealed class Progress(int count, Stopwatch watch) : IProgress<ClientImportProgress>
    {
        public void Report(ClientImportProgress value)
        {
            if (value.AddedCount % (count / 10) == 0)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {value.AddedCount} of {count} after {watch.Elapsed.TotalSeconds:F0} s"));
            }
        }
    }
}
