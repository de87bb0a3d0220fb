using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;

namespace MtlsAuth.EntityFrameworkCore.Storage;

/// <summary>Keeps which client still uses which key beside the clients, for all instances.</summary>
/// <remarks>Thread-safe, with a context of its own for each call.</remarks>
internal sealed class EntityFrameworkKeyUseStore<TContext>(IServiceScopeFactory scopes) : IClientKeyUseStore
    where TContext : DbContext
{
    public async ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uses);
        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            foreach (ClientKeyUse use in uses)
            {
                if (!await UpdateAsync(lease.Context, use, cancellationToken).ConfigureAwait(false))
                {
                    await AddAsync(lease.Context, use, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    public async ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        // What no client can be called, the database is not asked for.
        if (!ClientRecord.IsAllowedClientId(clientId))
        {
            return [];
        }

        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            List<MtlsAuthKeyUse> rows = await lease.Context.Set<MtlsAuthKeyUse>().AsNoTracking()
                .Where(row => row.ClientId == clientId).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(ToUse).OfType<ClientKeyUse>().OrderByDescending(static use => use.LastUsedAt)];
        }
    }

    // Whatever instance comes last; two that do so at a time differ by less than matters.
    private static async Task<bool> UpdateAsync(DbContext context, ClientKeyUse use, CancellationToken cancellationToken)
    {
        string key = use.KeyThumbprint.ToString();
        DateTimeOffset lastUsedAt = use.LastUsedAt.ToUniversalTime();
        return await context.Set<MtlsAuthKeyUse>()
            .Where(row => row.ClientId == use.ClientId && row.KeyThumbprint == key)
            .ExecuteUpdateAsync(row => row.SetProperty(static row => row.LastUsedAt, lastUsedAt), cancellationToken)
            .ConfigureAwait(false) > 0;
    }

    private static async Task AddAsync(DbContext context, ClientKeyUse use, CancellationToken cancellationToken)
    {
        context.Add(new MtlsAuthKeyUse
        {
            ClientId = use.ClientId,
            KeyThumbprint = use.KeyThumbprint.ToString(),
            LastUsedAt = use.LastUsedAt.ToUniversalTime(),
        });
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();

            // Another instance was faster, or the client is gone, and what is known of it with it.
            if (!await UpdateAsync(context, use, cancellationToken).ConfigureAwait(false)
                && await context.Set<MtlsAuthClient>()
                    .AnyAsync(row => row.ClientId == use.ClientId, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }

    // A thumbprint that somebody has edited is nobody's.
    private static ClientKeyUse? ToUse(MtlsAuthKeyUse row) =>
        JwkThumbprint.TryParse(row.KeyThumbprint, out JwkThumbprint key) ? new ClientKeyUse(row.ClientId, key, row.LastUsedAt) : null;
}
