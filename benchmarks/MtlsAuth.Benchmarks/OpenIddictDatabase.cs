using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.Benchmarks;

/// <summary>OpenIddict's own tables.</summary>
internal sealed class OpenIddictDatabase(DbContextOptions<OpenIddictDatabase> options) : DbContext(options);
