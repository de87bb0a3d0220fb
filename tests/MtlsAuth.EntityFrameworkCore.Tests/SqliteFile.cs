using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>An SQLite database of its own for one test.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mtlsauth-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "application.db")}";

    public void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
