using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Registration;

namespace MtlsAuth.EntityFrameworkCore.Storage;

/// <summary>Clients in the database of the application's context.</summary>
/// <remarks>
/// <para>
/// One for all requests, with a context of its own for each call: so it does not matter how long the application's contexts live, and
/// caches may keep it.
/// </para>
/// <para>
/// Each change is one statement with the version that it expects, and writes a new one of its own: whoever does not know what came of it,
/// after a lost connection or an execution strategy's second attempt, finds that version or another one. Thread-safe.
/// </para>
/// </remarks>
internal sealed class EntityFrameworkClientStore<TContext>(IServiceScopeFactory scopes, ClientRegistrationValidatorOptions limits)
    : IClientMetadataStore, IClientRecordStore
    where TContext : DbContext
{
    // A context type has several models where tenants have schemas of their own, and a compiled query belongs to one of them.
    private readonly ConditionalWeakTable<IModel, ClientQueries> _queries = [];

    public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        MtlsAuthClient? row;
        try
        {
            row = await FindRowAsync(clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ClientMetadataUnavailableException("The database with the clients cannot be read.", exception);
        }

        return row is null ? null
            : TryRead(row, out ClientMetadata? metadata, out ClientMetadataError? error) ? RegisteredClient.From(metadata)
            : throw new ClientMetadataUnavailableException(error.ToString());
    }

    public async ValueTask<ClientRecord?> FindRecordAsync(string clientId, CancellationToken cancellationToken = default) =>
        await FindRowAsync(clientId, cancellationToken).ConfigureAwait(false) is { } row ? ToRecord(row) : null;

    public async ValueTask<IReadOnlyList<ClientRecord>> ListRecordsAsync(
        string? after, int count, CancellationToken cancellationToken = default)
    {
        // Nobody comes after whom no page ended with.
        if (after is { Length: > 0 } && !ClientRecord.IsAllowedClientId(after))
        {
            return [];
        }

        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            List<ClientRecord> records = [];
            IAsyncEnumerable<MtlsAuthClient> rows = QueriesFor(lease.Context).After(lease.Context, after ?? string.Empty, count);
            await foreach (MtlsAuthClient row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                records.Add(ToRecord(row));
            }

            return records;
        }
    }

    public async ValueTask<ClientRecordWrite> AddRecordAsync(ClientRecord record, CancellationToken cancellationToken = default)
    {
        MtlsAuthClient row = new() { ClientId = record.ClientId };
        Guid version = Fill(row, record);
        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            lease.Context.Add(row);
            try
            {
                await lease.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException)
            {
                // Each database says in its own way that the key is there; all of them give the row.
                MtlsAuthClient? found = await FindRowAsync(lease.Context, record.ClientId, cancellationToken).ConfigureAwait(false);
                if (found is null)
                {
                    throw;
                }

                if (found.RowVersion != version)
                {
                    return new ClientRecordWrite(ClientRecordOutcome.AlreadyExists);
                }
            }

            return Done(version);
        }
    }

    public async ValueTask<IReadOnlyList<ClientRecordWrite>> AddRecordsAsync(
        IReadOnlyList<ClientRecord> records, CancellationToken cancellationToken = default)
    {
        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            List<ClientRecordWrite> writes = new(records.Count);
            foreach (ClientRecord record in records)
            {
                MtlsAuthClient row = new() { ClientId = record.ClientId };
                writes.Add(Done(Fill(row, record)));
                lease.Context.Add(row);
            }

            try
            {
                await lease.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return writes;
            }
            catch (DbUpdateException)
            {
                // All or none of them. Which one is there already, only one by one tells; whatever else is wrong shows there as well.
            }
        }

        List<ClientRecordWrite> singly = new(records.Count);
        foreach (ClientRecord record in records)
        {
            singly.Add(await AddRecordAsync(record, cancellationToken).ConfigureAwait(false));
        }

        return singly;
    }

    public async ValueTask<ClientRecordWrite> ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken = default)
    {
        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (!TryParse(record.Version, out Guid expected))
            {
                return await ExplainAsync(lease.Context, record.ClientId, null, cancellationToken).ConfigureAwait(false);
            }

            EntityEntry<MtlsAuthClient> entry =
                lease.Context.Attach(new MtlsAuthClient { ClientId = record.ClientId, RowVersion = expected });
            Guid version = Fill(entry.Entity, record);
            entry.State = EntityState.Modified;
            try
            {
                await lease.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return Done(version);
            }
            catch (DbUpdateException exception)
            {
                ClientRecordWrite write =
                    await ExplainAsync(lease.Context, record.ClientId, version, cancellationToken).ConfigureAwait(false);
                if (exception is DbUpdateConcurrencyException || write.Outcome == ClientRecordOutcome.Done)
                {
                    return write;
                }

                throw;
            }
        }
    }

    public async ValueTask<ClientRecordWrite> RemoveRecordAsync(
        string clientId, string version, CancellationToken cancellationToken = default)
    {
        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (!TryParse(version, out Guid expected) || !ClientRecord.IsAllowedClientId(clientId))
            {
                return await ExplainAsync(lease.Context, clientId, null, cancellationToken).ConfigureAwait(false);
            }

            lease.Context.Remove(new MtlsAuthClient { ClientId = clientId, RowVersion = expected });
            try
            {
                await lease.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return new ClientRecordWrite(ClientRecordOutcome.Done);
            }
            catch (DbUpdateConcurrencyException)
            {
                return await ExplainAsync(lease.Context, clientId, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ClientRecordWrite Done(Guid version) => new(ClientRecordOutcome.Done, ToText(version));

    private static string ToText(Guid version) => version.ToString("N");

    private static bool TryParse(string? version, out Guid parsed) => Guid.TryParseExact(version, "N", out parsed);

    private static Guid Fill(MtlsAuthClient row, ClientRecord record)
    {
        row.Metadata = Encoding.UTF8.GetString(record.Metadata!.ToUtf8Json());
        row.UpdatedAt = record.UpdatedAt?.ToUniversalTime() ?? default;
        row.RegistrationAccessTokenHash = record.RegistrationAccessTokenHash?.ToArray();
        row.RowVersion = Guid.NewGuid();
        return row.RowVersion;
    }

    private async ValueTask<MtlsAuthClient?> FindRowAsync(string clientId, CancellationToken cancellationToken)
    {
        // What no client can be called, the database is not asked for: it may refuse the text, which is no outage.
        if (!ClientRecord.IsAllowedClientId(clientId))
        {
            return null;
        }

        ContextLease lease = await ContextLease.TakeAsync<TContext>(scopes, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            return await FindRowAsync(lease.Context, clientId, cancellationToken).ConfigureAwait(false);
        }
    }

    // A database that compares otherwise than octet by octet finds somebody else.
    private async ValueTask<MtlsAuthClient?> FindRowAsync(DbContext context, string clientId, CancellationToken cancellationToken) =>
        await QueriesFor(context).Find(context, clientId, cancellationToken).ConfigureAwait(false) is { } row && row.ClientId == clientId
            ? row
            : null;

    // Why no row had the version that was expected; or it was this change's own that had replaced it.
    private async ValueTask<ClientRecordWrite> ExplainAsync(
        DbContext context, string clientId, Guid? own, CancellationToken cancellationToken)
    {
        MtlsAuthClient? found = ClientRecord.IsAllowedClientId(clientId)
            ? await FindRowAsync(context, clientId, cancellationToken).ConfigureAwait(false)
            : null;
        return found is null ? new ClientRecordWrite(ClientRecordOutcome.NotFound)
            : found.RowVersion == own ? Done(found.RowVersion)
            : new ClientRecordWrite(ClientRecordOutcome.Conflict);
    }

    private ClientQueries QueriesFor(DbContext context) => _queries.GetValue(context.Model, static _ => new ClientQueries());

    private ClientRecord ToRecord(MtlsAuthClient row)
    {
        bool isRead = TryRead(row, out ClientMetadata? metadata, out ClientMetadataError? error);
        RegistrationAccessTokenHash? hash = null;
        if (row.RegistrationAccessTokenHash is { } octets)
        {
            RegistrationAccessTokenHash.TryCreate(octets, out hash);
        }

        return new ClientRecord
        {
            ClientId = row.ClientId,
            Metadata = isRead ? metadata : null,
            Error = error,
            Version = ToText(row.RowVersion),
            RegistrationAccessTokenHash = hash,
            UpdatedAt = row.UpdatedAt,
        };
    }

    private bool TryRead(
        MtlsAuthClient row,
        [NotNullWhen(true)] out ClientMetadata? metadata,
        [NotNullWhen(false)] out ClientMetadataError? error)
    {
        byte[] json = Encoding.UTF8.GetBytes(row.Metadata);
        if (ClientMetadata.TryParse(json, out metadata, out error, limits.MaximumLength, limits.MaximumKeyCount))
        {
            if (metadata.ClientId == row.ClientId)
            {
                return true;
            }

            error = new ClientMetadataError("$.client_id", "The metadata is of another client.");
        }

        error = new ClientMetadataError(error.Path, error.Description) { ClientId = row.ClientId };
        metadata = null;
        return false;
    }
}
