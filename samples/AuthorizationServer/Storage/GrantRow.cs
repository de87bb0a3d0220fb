namespace AuthorizationServer.Storage;

/// <summary>A row of the table with grants.</summary>
internal sealed class GrantRow
{
    /// <summary>The hash of the secret that redeems the grant.</summary>
    public required string Hash { get; set; }

    public GrantKind Kind { get; set; }

    public required string ClientId { get; set; }

    public required string Subject { get; set; }

    public string? Scope { get; set; }

    /// <summary>Seconds since 1970, which each database can compare.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>What the grant is bound to, as JSON.</summary>
    public required string Binding { get; set; }

    public string? RedirectUri { get; set; }

    public string? CodeChallenge { get; set; }
}
