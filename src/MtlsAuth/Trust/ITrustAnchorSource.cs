namespace MtlsAuth;

/// <summary>Which certification authorities count for a client.</summary>
/// <remarks>
/// <para>
/// Called for every request of a <c>tls_client_auth</c> client; thread-safe. The same object for the same authorities lets chains be
/// remembered.
/// </para>
/// <para>
/// A source that throws says nothing about the client, who is told to try again later; the exception goes into the detail of the result,
/// for the log. Only the cancellation of the request is passed on.
/// </para>
/// </remarks>
public interface ITrustAnchorSource
{
    /// <summary>The authorities for a client.</summary>
    /// <param name="client">The client that the request names.</param>
    /// <param name="cancellationToken">Cancels fetching them.</param>
    ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default);
}
