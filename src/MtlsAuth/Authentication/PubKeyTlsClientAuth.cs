using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary><c>pub_key_tls_client_auth</c> (draft-ietf-oauth-mtls-03 §2.1): is the certificate's key one of the client's keys?</summary>
/// <remarks>
/// The key's numbers are compared and nothing else: not the certificate, its names, its chain or its signature. A renewed certificate
/// over a registered key passes; a certificate over another key does not, even if a registered key signed it.
/// </remarks>
internal sealed class PubKeyTlsClientAuth(RegisteredKeys registeredKeys) : IClientAuthenticationMethod
{
    internal static readonly RegisteredKeys.Match ByPublicKey = static (ClientJwkSet keys, ClientCertificate certificate) =>
        keys.TryFind(certificate.PublicKey, out ClientJwk? jwk) ? jwk : null;

    public string Name => ClientAuthenticationMethods.PubKeyTlsClientAuth;

    public ValueTask<MethodDecision> VerifyAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        ClientAuthenticationRequest request,
        CancellationToken cancellationToken) =>
        registeredKeys.FindAsync(
            client, certificate, ByPublicKey, ClientAuthenticationFailureReason.PublicKeyNotRegistered, cancellationToken);
}
