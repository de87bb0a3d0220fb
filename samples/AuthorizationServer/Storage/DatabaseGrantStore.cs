using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MtlsAuth;

namespace AuthorizationServer.Storage;

/// <summary>Keeps grants in the database, for all instances: a secret of one is redeemed at any other, and only once.</summary>
internal sealed class DatabaseGrantStore(IServiceScopeFactory scopes, TimeProvider clock) : IGrantStore
{
    private const long SecondsBetweenCleanups = 60;

    private long _cleanedUpAt;

    public Task<string> AddAsync(Grant grant, CancellationToken cancellationToken) => UseAsync(async context =>
    {
        await RemoveExpiredAsync(context, cancellationToken);
        string secret = Add(context, grant);
        await context.SaveChangesAsync(cancellationToken);
        return secret;
    });

    public Task<Grant?> FindAsync(GrantKind kind, string secret, string clientId, CancellationToken cancellationToken)
    {
        string hash = GrantSecret.Hash(secret);
        return UseAsync(async context =>
            await context.Grants.AsNoTracking().FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken) is { } row
            && row.Kind == kind
            && row.ClientId == clientId
            && row.ExpiresAt > Now
            && RefreshTokenBinding.TryParse(row.Binding, out RefreshTokenBinding? binding)
                ? new Grant(
                    row.Kind,
                    row.ClientId,
                    row.Subject,
                    row.Scope,
                    DateTimeOffset.FromUnixTimeSeconds(row.ExpiresAt),
                    binding,
                    row.RedirectUri,
                    row.CodeChallenge)
                : null);
    }

    public Task<string?> ReplaceAsync(string secret, Grant next, CancellationToken cancellationToken)
    {
        string hash = GrantSecret.Hash(secret);
        return UseAsync(async context =>
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellationToken);

            // Of several that delete a row at a time, the database tells one that it was there.
            if (await context.Grants.Where(row => row.Hash == hash).ExecuteDeleteAsync(cancellationToken) != 1)
            {
                return null;
            }

            string made = Add(context, next);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return made;
        });
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private static string Add(ServerContext context, Grant grant)
    {
        string secret = GrantSecret.Make();
        context.Add(new GrantRow
        {
            Hash = GrantSecret.Hash(secret),
            Kind = grant.Kind,
            ClientId = grant.ClientId,
            Subject = grant.Subject,
            Scope = grant.Scope,
            ExpiresAt = grant.ExpiresAt.ToUnixTimeSeconds(),
            Binding = grant.Binding.ToJson(),
            RedirectUri = grant.RedirectUri,
            CodeChallenge = grant.CodeChallenge,
        });
        return secret;
    }

    private async Task RemoveExpiredAsync(ServerContext context, CancellationToken cancellationToken)
    {
        long now = Now;
        long before = Interlocked.Read(ref _cleanedUpAt);
        if (now - before >= SecondsBetweenCleanups && Interlocked.CompareExchange(ref _cleanedUpAt, now, before) == before)
        {
            await context.Grants.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task<T> UseAsync<T>(Func<ServerContext, Task<T>> use)
    {
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            return await use(scope.ServiceProvider.GetRequiredService<ServerContext>());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new GrantsUnavailableException(exception);
        }
    }
}
