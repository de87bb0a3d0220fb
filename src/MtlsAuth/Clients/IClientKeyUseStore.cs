namespace MtlsAuth;

/// <summary>Keeps which client still uses which key, so that operators know when an old one can go.</summary>
/// <remarks>
/// Written in the background and never while a client waits. Implementations throw what broken infrastructure throws, and are thread-safe.
/// </remarks>
public interface IClientKeyUseStore
{
    /// <summary>Keeps uses; of the same client and key the latest.</summary>
    /// <param name="uses">The uses: of a client and a key one at most.</param>
    /// <param name="cancellationToken">Cancels writing, which may have happened in part.</param>
    ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default);

    /// <summary>Finds the uses of a client's keys, the latest first.</summary>
    /// <param name="clientId">The client's id, which is compared octet by octet.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default);
}
