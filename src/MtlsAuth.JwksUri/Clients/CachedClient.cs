using System.Text.Json.Serialization;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>What is known of a client. Immutable: all requests get the same one.</summary>
/// <remarks>
/// It says itself how old it is. The cache begins to count anew whenever it takes over what another instance has written.
/// </remarks>
/// <param name="Client">The client; null if the store has none, or has failed.</param>
/// <param name="ReadAt">When the store was asked for it.</param>
/// <param name="Failure">That the store has failed since then; null if it has not.</param>
[JsonConverter(typeof(CachedClientJsonConverter))]
internal sealed record CachedClient(RegisteredClient? Client, DateTimeOffset ReadAt, StoreFailure? Failure = null)
{
    // A clock that was put back must not make anything younger.
    public TimeSpan AgeAt(DateTimeOffset now) => (now - ReadAt).Duration();
}
