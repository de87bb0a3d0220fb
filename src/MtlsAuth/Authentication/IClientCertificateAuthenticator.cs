namespace MtlsAuth;

/// <summary>Decides whether a certificate authenticates a client.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IClientCertificateAuthenticator
{
    /// <summary>Authenticates the client that a request names by the certificate that came with it.</summary>
    /// <param name="request">The <c>client_id</c> and what was presented.</param>
    /// <param name="cancellationToken">Cancels look-ups of the client and its keys.</param>
    /// <returns>
    /// The authenticated client, or the reason why there is none. Whatever a client can cause is a result and never an exception;
    /// so is a store that cannot be reached.
    /// </returns>
    ValueTask<ClientAuthenticationResult> AuthenticateAsync(
        ClientAuthenticationRequest request, CancellationToken cancellationToken = default);
}
