using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.EntityFrameworkCore.Storage;

/// <summary>A context of the application's for one call, in a scope of its own.</summary>
/// <remarks>
/// Never the request's: that one may be in use by another task at this moment, in a transaction that is not committed, or gone, where a
/// cache asks in the background.
/// </remarks>
internal sealed class ContextLease : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;
    private readonly bool _isOwn;

    private ContextLease(AsyncServiceScope scope, DbContext context, bool isOwn)
    {
        _scope = scope;
        _isOwn = isOwn;
        Context = context;
    }

    public DbContext Context { get; }

    /// <summary>Takes the context that is registered, pooled or not, or has one made if there is only a factory.</summary>
    public static async ValueTask<ContextLease> TakeAsync<TContext>(IServiceScopeFactory scopes, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        try
        {
            return scope.ServiceProvider.GetService<TContext>() is { } context
                ? new ContextLease(scope, context, isOwn: false)
                : new ContextLease(
                    scope,
                    await scope.ServiceProvider.GetRequiredService<IDbContextFactory<TContext>>()
                        .CreateDbContextAsync(cancellationToken).ConfigureAwait(false),
                    isOwn: true);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOwn)
        {
            await Context.DisposeAsync().ConfigureAwait(false);
        }

        await _scope.DisposeAsync().ConfigureAwait(false);
    }
}
