using Microsoft.EntityFrameworkCore;

namespace MtlsAuth.EntityFrameworkCore.Storage;

/// <summary>The queries for one model, compiled once: nothing is tracked, nothing is translated again.</summary>
internal sealed class ClientQueries
{
    /// <summary>The row of an id, or null.</summary>
    public Func<DbContext, string, CancellationToken, Task<MtlsAuthClient?>> Find { get; } = EF.CompileAsyncQuery(
        static (DbContext context, string clientId, CancellationToken cancellationToken) =>
            context.Set<MtlsAuthClient>().AsNoTracking().FirstOrDefault(row => row.ClientId == clientId));

#pragma warning disable CA1309 // The comparison is the database's; it does not know the one that the rule asks for.
    /// <summary>The rows that come after an id.</summary>
    public Func<DbContext, string, int, IAsyncEnumerable<MtlsAuthClient>> After { get; } = EF.CompileAsyncQuery(
        static (DbContext context, string clientId, int count) =>
            context.Set<MtlsAuthClient>().AsNoTracking()
                .Where(row => string.Compare(row.ClientId, clientId) > 0)
                .OrderBy(static row => row.ClientId)
                .Take(count));
#pragma warning restore CA1309
}
