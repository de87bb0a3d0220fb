namespace AuthorizationServer.Storage;

/// <summary>Keeps authorization codes and refresh tokens, by their hashes. Each is redeemed once (RFC 9700 §4.14.2).</summary>
/// <remarks>A store that cannot be reached throws <see cref="GrantsUnavailableException"/>.</remarks>
internal interface IGrantStore
{
    /// <summary>Makes the secret that redeems a grant.</summary>
    Task<string> AddAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>Finds the grant that a secret redeems, if it is this client's; it stays until it is replaced.</summary>
    Task<Grant?> FindAsync(GrantKind kind, string secret, string clientId, CancellationToken cancellationToken);

    /// <summary>Redeems a secret, and makes the one of the grant that takes its place: both or neither.</summary>
    /// <returns>The next secret; null for all callers but one.</returns>
    Task<string?> ReplaceAsync(string secret, Grant next, CancellationToken cancellationToken);
}
