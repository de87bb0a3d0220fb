using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.EntityFrameworkCore.Tests;

public sealed class PostgreSqlKeyUseStoreTests : KeyUseStoreContract
{
    private protected override async Task<Action<DbContextOptionsBuilder>> CreateDatabaseAsync() =>
        PostgreSqlServer.Use(await SharedPostgreSqlServer.CreateDatabaseAsync());
}
