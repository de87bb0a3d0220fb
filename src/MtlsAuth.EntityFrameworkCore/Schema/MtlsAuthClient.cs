namespace MtlsAuth.EntityFrameworkCore;

/// <summary>A row of the table with clients: for the application's own queries and migrations. The registry writes it.</summary>
public sealed class MtlsAuthClient
{
    internal MtlsAuthClient()
    {
    }

    /// <summary>
    /// <c>client_id</c>: the key, compared octet by octet; at most <see cref="ClientRecord.MaximumClientIdLength"/> characters.
    /// </summary>
    public string ClientId { get; internal set; } = string.Empty;

    /// <summary>The metadata, as <see cref="ClientMetadata.ToUtf8Json"/> writes it.</summary>
    public string Metadata { get; internal set; } = string.Empty;

    /// <summary>When the client was added or last replaced, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>
    /// Another one after each change: what keeps two writers from losing one another's change. Whoever changes a row by SQL sets a new one.
    /// </summary>
    public Guid RowVersion { get; internal set; }

    /// <summary>The SHA-256 hash of the registration access token; null if there is none.</summary>
    internal byte[]? RegistrationAccessTokenHash { get; set; }
}
