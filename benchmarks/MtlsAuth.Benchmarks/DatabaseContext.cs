using Microsoft.EntityFrameworkCore;
using MtlsAuth.EntityFrameworkCore;

namespace MtlsAuth.Benchmarks;

/// <summary>An application's own context.</summary>
public sealed class DatabaseContext(DbContextOptions<DatabaseContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMtlsAuth();
}
