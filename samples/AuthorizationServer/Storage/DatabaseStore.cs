using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MtlsAuth.AspNetCore;
using MtlsAuth.EntityFrameworkCore;

namespace AuthorizationServer.Storage;

/// <summary>All of it in a database, so that instances are interchangeable.</summary>
/// <param name="place">The database, for the log: without a password.</param>
/// <param name="create">Makes a context.</param>
/// <param name="configure">Says which database.</param>
internal sealed class DatabaseStore<TContext>(
    string place, Func<DbContextOptions<TContext>, TContext> create, Action<DbContextOptionsBuilder> configure) : IServerStore
    where TContext : ServerContext
{
    public string Place => place;

    public async Task<ECDsa> OpenAsync()
    {
        DbContextOptionsBuilder<TContext> options = new();
        configure(options);
        await using TContext context = create(options.Options);
        try
        {
            // Under a lock in the database: of instances that start at a time, one does it and the others wait.
            await context.Database.MigrateAsync();
            return await LoadOrMakeSigningKeyAsync(context);
        }
        catch (Exception exception) when (exception is DbException or { InnerException: DbException })
        {
            throw new StoreNotOpenedException($"{place} cannot be opened: {exception.GetBaseException().Message}", exception);
        }
    }

    public void AddTo(MtlsAuthBuilder mtlsAuth)
    {
        mtlsAuth.Services.AddDbContextPool<ServerContext, TContext>(configure);
        mtlsAuth.Services.AddMtlsEntityFrameworkStore<ServerContext>();
        mtlsAuth.Services.AddSingleton<IGrantStore, DatabaseGrantStore>();
    }

    private static async Task<ECDsa> LoadOrMakeSigningKeyAsync(TContext context)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (await FindSigningKeyAsync(context) is not { } row)
        {
            context.Add(new SigningKeyRow { Pkcs8 = key.ExportPkcs8PrivateKey() });
            try
            {
                await context.SaveChangesAsync();
                return key;
            }
            catch (DbUpdateException)
            {
                // Another instance was faster; or the database is gone, which the next line finds out.
                row = await FindSigningKeyAsync(context) ?? throw new InvalidOperationException("There is no place for the signing key.");
            }
        }

        key.ImportPkcs8PrivateKey(row.Pkcs8, out _);
        return key;
    }

    private static Task<SigningKeyRow?> FindSigningKeyAsync(TContext context) =>
        context.SigningKeys.AsNoTracking().SingleOrDefaultAsync(static row => row.Id == SigningKeyRow.OnlyId);
}
