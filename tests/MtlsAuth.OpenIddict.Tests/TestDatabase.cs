using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>OpenIddict's own tables.</summary>
internal sealed class TestDatabase(DbContextOptions<TestDatabase> options) : DbContext(options);
