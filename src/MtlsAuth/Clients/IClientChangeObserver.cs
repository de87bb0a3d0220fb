namespace MtlsAuth;

/// <summary>Is told which clients have changed: for whatever keeps copies of them, such as a cache in front of a store.</summary>
/// <remarks>
/// Whoever adds, replaces or removes a client tells all observers once the store has it. Implementations are called for many changes at
/// a time and have to be thread-safe.
/// </remarks>
public interface IClientChangeObserver
{
    /// <summary>A client was added, replaced or removed: what was known of it before, or that it was unknown, no longer counts.</summary>
    /// <param name="clientId">The client's id.</param>
    /// <param name="cancellationToken">Cancels telling others of it.</param>
    ValueTask ClientChangedAsync(string clientId, CancellationToken cancellationToken = default);
}
