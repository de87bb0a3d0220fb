using Microsoft.EntityFrameworkCore;

namespace AuthorizationServer.Storage;

/// <summary>The server's tables in PostgreSQL.</summary>
internal sealed class PostgreSqlServerContext(DbContextOptions<PostgreSqlServerContext> options) : ServerContext(options);
