using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;
using MtlsAuth.EntityFrameworkCore;

namespace MtlsAuth.Benchmarks;

/// <summary>Finding a client in SQLite: by the store, by a query of Entity Framework Core's that nobody compiled, and by hand.</summary>
public class DatabaseBenchmarks
{
    private const int Clients = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("mtlsauth-").FullName;
    private readonly string _clientId = CreateId(Clients / 2);
    private ServiceProvider _provider = null!;
    private IClientMetadataStore _store = null!;

    [Params(true, false)]
    public bool IsPooled { get; set; }

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "clients.db")}";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        ServiceCollection services = new();
        _ = IsPooled ? services.AddDbContextPool<DatabaseContext>(Configure) : services.AddDbContext<DatabaseContext>(Configure);
        services.AddMtlsEntityFrameworkStore<DatabaseContext>();
        _provider = services.BuildServiceProvider();
        _store = _provider.GetRequiredService<IClientMetadataStore>();
        await using AsyncServiceScope scope = _provider.CreateAsyncScope();
        DatabaseContext context = scope.ServiceProvider.GetRequiredService<DatabaseContext>();
        await context.Database.EnsureDeletedAsync();
        await context.Database.EnsureCreatedAsync();
        await context.Database.ExecuteSqlAsync($"PRAGMA synchronous = OFF");
        ClientMetadata client = BenchmarkCertificates.CreateClient(
            "template", ClientJwkSet.FromCertificates(includeX5c: false, Certificate()));
        await using SqliteConnection connection = new(ConnectionString);
        await connection.OpenAsync();
        await using SqliteTransaction transaction = connection.BeginTransaction();
        await using SqliteCommand insert = new(
            "INSERT INTO MtlsAuthClients (ClientId, Metadata, UpdatedAt, RowVersion) VALUES ($id, $json, $at, $version)",
            connection,
            transaction);
        for (int i = 0; i < Clients; i++)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$id", CreateId(i));
            insert.Parameters.AddWithValue("$json", Encoding.UTF8.GetString((client with { ClientId = CreateId(i) }).ToUtf8Json()));
            insert.Parameters.AddWithValue("$at", DateTimeOffset.UnixEpoch);
            insert.Parameters.AddWithValue("$version", Guid.NewGuid());
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _provider.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Description = "A query by hand", Baseline = true)]
    public async Task<RegisteredClient?> ByHand()
    {
        await using SqliteConnection connection = new(ConnectionString);
        await connection.OpenAsync();
        await using SqliteCommand command = new("SELECT Metadata FROM MtlsAuthClients WHERE ClientId = $id", connection);
        command.Parameters.AddWithValue("$id", _clientId);
        return Read((string?)await command.ExecuteScalarAsync());
    }

    [Benchmark(Description = "Entity Framework Core, not compiled")]
    public async Task<RegisteredClient?> NotCompiled()
    {
        await using AsyncServiceScope scope = _provider.CreateAsyncScope();
        MtlsAuthClient? row = await scope.ServiceProvider.GetRequiredService<DatabaseContext>().Set<MtlsAuthClient>()
            .AsNoTracking().FirstOrDefaultAsync(client => client.ClientId == _clientId);
        return Read(row?.Metadata);
    }

    [Benchmark(Description = "The store")]
    public ValueTask<RegisteredClient?> Store() => _store.FindAsync(_clientId);

    private static RegisteredClient? Read(string? json) =>
        json is not null && ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? metadata, out _)
            ? RegisteredClient.From(metadata)
            : null;

    private static ClientCertificate Certificate() =>
        ClientCertificate.TryParseDer(BenchmarkCertificates.CreateDer(BenchmarkKey.Rsa2048), out ClientCertificate? certificate, out _)
            ? certificate
            : throw new InvalidOperationException();

    private static string CreateId(int number) => string.Create(CultureInfo.InvariantCulture, $"client-{number:D8}");

    private void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);
}
