using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>An application's own context.</summary>
internal sealed class ApplicationContext(DbContextOptions<ApplicationContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMtlsAuth();
}
