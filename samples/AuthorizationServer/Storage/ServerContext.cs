using Microsoft.EntityFrameworkCore;
using MtlsAuth;
using MtlsAuth.EntityFrameworkCore;

namespace AuthorizationServer.Storage;

/// <summary>What the server keeps in a database: the library's tables and its own.</summary>
/// <remarks>
/// The databases have migrations of their own, and so a context each. After a change of the model, in this project's folder, with the
/// package <c>Microsoft.EntityFrameworkCore.Design</c> added for the moment:
/// <code>
/// dotnet ef migrations add Name --context SqliteServerContext --output-dir Migrations/Sqlite
/// dotnet ef migrations add Name --context PostgreSqlServerContext --output-dir Migrations/PostgreSql
/// </code>
/// </remarks>
internal abstract class ServerContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<GrantRow> Grants => Set<GrantRow>();

    public DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseMtlsAuth();
        modelBuilder.Entity<GrantRow>(static grant =>
        {
            grant.ToTable("Grants");
            grant.HasKey(static row => row.Hash);
            grant.Property(static row => row.Hash).HasMaxLength(GrantSecret.HashLength);
            grant.Property(static row => row.ClientId).HasMaxLength(ClientRecord.MaximumClientIdLength);
            grant.HasIndex(static row => row.ExpiresAt);
        });
        modelBuilder.Entity<SigningKeyRow>(static key =>
        {
            key.ToTable("SigningKeys");
            key.Property(static row => row.Id).ValueGeneratedNever();
        });
    }
}
