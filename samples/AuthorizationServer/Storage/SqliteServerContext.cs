using Microsoft.EntityFrameworkCore;

namespace AuthorizationServer.Storage;

/// <summary>The server's tables in SQLite.</summary>
internal sealed class SqliteServerContext(DbContextOptions<SqliteServerContext> options) : ServerContext(options);
