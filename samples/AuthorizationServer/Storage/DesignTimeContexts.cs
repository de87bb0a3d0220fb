using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AuthorizationServer.Storage;

/// <summary>Makes contexts for <c>dotnet ef</c>, which asks no database.</summary>
internal sealed class DesignTimeContexts
    : IDesignTimeDbContextFactory<SqliteServerContext>, IDesignTimeDbContextFactory<PostgreSqlServerContext>
{
    SqliteServerContext IDesignTimeDbContextFactory<SqliteServerContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteServerContext>().UseSqlite().Options);

    PostgreSqlServerContext IDesignTimeDbContextFactory<PostgreSqlServerContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlServerContext>().UseNpgsql().Options);
}
