using Microsoft.EntityFrameworkCore;

namespace OpenIddictServer;

/// <summary>OpenIddict's own tables, and nothing else: what a client registered for mutual TLS is in its application.</summary>
internal sealed class Database(DbContextOptions<Database> options) : DbContext(options);
