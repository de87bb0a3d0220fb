namespace MtlsAuth.EntityFrameworkCore;

/// <summary>A row of the table with uses of keys: for the application's own queries and migrations.</summary>
public sealed class MtlsAuthKeyUse
{
    internal MtlsAuthKeyUse()
    {
    }

    /// <summary><c>client_id</c>.</summary>
    public string ClientId { get; internal set; } = string.Empty;

    /// <summary>The thumbprint of the public key, in base64url (RFC 7638).</summary>
    public string KeyThumbprint { get; internal set; } = string.Empty;

    /// <summary>When the client last authenticated with it, in UTC, to within an hour.</summary>
    public DateTimeOffset LastUsedAt { get; internal set; }
}
