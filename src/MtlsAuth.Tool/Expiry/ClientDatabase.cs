using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using MtlsAuth.Tool.Running;
using Npgsql;

namespace MtlsAuth.Tool.Expiry;

/// <summary>
/// Reads the table of clients that MtlsAuth.EntityFrameworkCore keeps, without that package: two columns are not worth its weight.
/// </summary>
internal sealed class ClientDatabase
{
    /// <summary>The provider of SQLite.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The provider of PostgreSQL.</summary>
    public const string PostgreSql = "postgresql";

    private const string Table = "MtlsAuthClients";
    private const int TimeoutSeconds = 30;

    private readonly string _provider;
    private readonly string _connectionString;
    private readonly string?[] _passwords;

    /// <param name="connectionString">A connection string of the provider.</param>
    /// <param name="provider">The provider; null to tell it from the connection string.</param>
    /// <exception cref="UsageException">The connection string cannot be read, or does not say whose it is.</exception>
    public ClientDatabase(string connectionString, string? provider)
    {
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = connectionString };
            _provider = provider ?? FindProvider(parts);
            (_connectionString, _passwords) = _provider == Sqlite ? ReadSqlite(connectionString) : ReadPostgreSql(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // What the exception says may quote a part of a password that holds a semicolon.
            throw new UsageException("the connection string cannot be read; values with special characters stand in quotes");
        }
    }

    /// <summary>Reads all clients.</summary>
    /// <param name="schema">The table's schema; null for the default.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="UnreadableException">There is no such database, or no such table in it.</exception>
    public async IAsyncEnumerable<DatabaseRow> ReadAsync(string? schema, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DbDataSource source = CreateSource();
        await using ConfiguredAsyncDisposable sourceLease = source.ConfigureAwait(false);
        DbConnection connection = await TryAsync(() => source.OpenConnectionAsync(cancellationToken)).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable connectionLease = connection.ConfigureAwait(false);
        DbCommand command = connection.CreateCommand();
        await using ConfiguredAsyncDisposable commandLease = command.ConfigureAwait(false);
        command.CommandTimeout = TimeoutSeconds;
#pragma warning disable CA2100 // The schema's name is quoted; there is no parameter for one.
        command.CommandText = $"SELECT \"ClientId\", \"Metadata\" FROM {(schema is null ? "" : Quote(schema) + ".")}{Quote(Table)}";
#pragma warning restore CA2100
        DbDataReader rows = await TryAsync(
            () => new ValueTask<DbDataReader>(command.ExecuteReaderAsync(cancellationToken))).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rowsLease = rows.ConfigureAwait(false);
        while (await TryAsync(() => new ValueTask<bool>(rows.ReadAsync(cancellationToken))).ConfigureAwait(false))
        {
            yield return await TryAsync(
                () => ValueTask.FromResult(new DatabaseRow(rows.GetString(0), rows.GetString(1)))).ConfigureAwait(false);
        }
    }

    private static string FindProvider(DbConnectionStringBuilder parts) =>
        parts.ContainsKey("Host") || parts.ContainsKey("Server") ? PostgreSql
        : parts.ContainsKey("Data Source") || parts.ContainsKey("DataSource") || parts.ContainsKey("Filename") ? Sqlite
        : throw new UsageException("the connection string does not say which database it is for: add --provider");

    private static (string ConnectionString, string?[] Passwords) ReadSqlite(string text)
    {
        SqliteConnectionStringBuilder parts = new(text) { Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        return (parts.ConnectionString, [parts.Password]);
    }

    // Its own reader knows all names that a password may have there.
    private static (string ConnectionString, string?[] Passwords) ReadPostgreSql(string text)
    {
        NpgsqlConnectionStringBuilder parts = new(text) { Timeout = TimeoutSeconds, CommandTimeout = TimeoutSeconds, Pooling = false };
        return (parts.ConnectionString, [parts.Password, parts.SslPassword]);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private DbDataSource CreateSource() => _provider == Sqlite
        ? SqliteFactory.Instance.CreateDataSource(_connectionString)
        : new NpgsqlSlimDataSourceBuilder(_connectionString).EnableTransportSecurity().Build();

    private string WithoutPasswords(string message) => _passwords.OfType<string>().Where(static password => password.Length > 0)
        .Aggregate(message, static (text, password) => text.Replace(password, "***", StringComparison.Ordinal));

    private async Task<T> TryAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is DbException or TimeoutException or InvalidOperationException or InvalidCastException or IOException)
        {
            throw new UnreadableException($"the database cannot be read: {WithoutPasswords(exception.Message)}");
        }
    }
}
