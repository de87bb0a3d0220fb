using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary><c>self_signed_tls_client_auth</c> (RFC 8705 §2.2): is the certificate one of the client's registered certificates?</summary>
/// <remarks>
/// The whole certificate is compared with the first of each JWK's <c>x5c</c>, or only its key where <see cref="SelfSignedMatching"/>
/// says so. Its chain is not validated, its names are not compared, and it need not have signed itself.
/// </remarks>
internal sealed class SelfSignedTlsClientAuth(RegisteredKeys registeredKeys, SelfSignedMatching matching) : IClientAuthenticationMethod
{
    private static readonly RegisteredKeys.Match ByCertificate = static (ClientJwkSet keys, ClientCertificate certificate) =>
        keys.TryFind(certificate, out ClientJwk? jwk) ? jwk : null;

    public string Name => ClientAuthenticationMethods.SelfSignedTlsClientAuth;

    public ValueTask<MethodDecision> VerifyAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        ClientAuthenticationRequest request,
        CancellationToken cancellationToken) =>
        (client.SelfSignedMatching ?? matching) == SelfSignedMatching.PublicKey
            ? registeredKeys.FindAsync(
                client,
                certificate,
                PubKeyTlsClientAuth.ByPublicKey,
                ClientAuthenticationFailureReason.PublicKeyNotRegistered,
                cancellationToken)
            : registeredKeys.FindAsync(
                client, certificate, ByCertificate, ClientAuthenticationFailureReason.CertificateNotRegistered, cancellationToken);
}
