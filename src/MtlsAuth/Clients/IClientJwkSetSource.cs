namespace MtlsAuth;

/// <summary>Where the keys of clients come from that registered a <c>jwks_uri</c> instead of <c>jwks</c>.</summary>
/// <remarks>
/// Implementations are called for many requests at a time and have to be thread-safe. <c>MtlsAuth.JwksUri</c> has one that fetches them.
/// </remarks>
public interface IClientJwkSetSource
{
    /// <summary>Gets the client's keys.</summary>
    /// <param name="client">The client, whose metadata has <see cref="ClientMetadata.JwksUri"/> and no keys of its own.</param>
    /// <param name="refresh">
    /// Whether a certificate matched none of the keys returned before: the client may have rotated them. Anybody can cause this with
    /// any certificate, so an implementation has to limit how often it asks again, and returns what it has otherwise.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The keys, or why there are none.</returns>
    /// <remarks>Whatever an implementation throws is taken for keys that cannot be had at the moment.</remarks>
    ValueTask<ClientJwkSetResult> GetAsync(RegisteredClient client, bool refresh, CancellationToken cancellationToken = default);
}
