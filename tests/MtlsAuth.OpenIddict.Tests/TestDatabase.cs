using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>OpenIddict's own tables, with ids that the database compares without regard to case, as some do by default.</summary>
internal sealed class TestDatabase(DbContextOptions<TestDatabase> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().Property(static item => item.ClientId).UseCollation("NOCASE");
    }
}
