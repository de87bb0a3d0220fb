using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthorizationServer.Storage;

/// <summary>Chooses the store by <c>--Store</c>.</summary>
internal static class ServerStores
{
    /// <summary>The store; null for one that is not known.</summary>
    public static IServerStore? Find(IConfiguration configuration, DataFolder data) => configuration["Store"] switch
    {
        null or "json" => new FolderStore(data),
        "sqlite" => UseSqlite(configuration["ConnectionString"], data),
        "postgres" => UsePostgreSql(configuration["ConnectionString"] ?? configuration["Postgres"]
            ?? "Host=localhost;Database=mtlsauth;Username=mtlsauth"),
        _ => null,
    };

    private static DatabaseStore<SqliteServerContext> UseSqlite(string? configured, DataFolder data)
    {
        string connection = configured
            ?? new SqliteConnectionStringBuilder { DataSource = data.MakeDatabaseFile() }.ConnectionString;
        return new(
            $"the SQLite database {new SqliteConnectionStringBuilder(connection).DataSource}",
            static options => new SqliteServerContext(options),
            options => options.UseSqlite(connection));
    }

    private static DatabaseStore<PostgreSqlServerContext> UsePostgreSql(string connection)
    {
        NpgsqlConnectionStringBuilder parts = new(connection);
        return new(
            $"the PostgreSQL database {parts.Database} at {parts.Host}:{parts.Port}",
            static options => new PostgreSqlServerContext(options),
            options => options.UseNpgsql(connection));
    }
}
