using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.EntityFrameworkCore.Tests;

public sealed class SqliteKeyUseStoreTests : KeyUseStoreContract
{
    private SqliteFile? _database;

    [TearDown]
    public void RemoveDatabase() => _database?.Dispose();

    private protected override Task<Action<DbContextOptionsBuilder>> CreateDatabaseAsync()
    {
        _database = new SqliteFile();
        return Task.FromResult<Action<DbContextOptionsBuilder>>(_database.Configure);
    }
}
