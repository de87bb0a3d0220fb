using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>Looks a certificate up among the keys that a client registered, by value or behind its <c>jwks_uri</c>.</summary>
internal sealed class RegisteredKeys(IClientJwkSetSource? source)
{
    /// <summary>How a certificate is found in a key set; null if it is not there.</summary>
    public delegate ClientJwk? Match(ClientJwkSet keys, ClientCertificate certificate);

    /// <summary>Finds the certificate among the client's keys.</summary>
    public ValueTask<MethodDecision> FindAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        Match match,
        ClientAuthenticationFailureReason mismatch,
        CancellationToken cancellationToken)
    {
        // RFC 7591 §2: never both. A client that has both was not checked at registration, and which one counts would be a guess.
        if ((client.Jwks is null) == (client.JwksUri is null))
        {
            return ValueTask.FromResult(
                MethodDecision.Failed(ClientAuthenticationFailureReason.NoUsableKey, RegisteredKeysDetail.NotOneSource(client)));
        }

        return client.Jwks is { } keys
            ? ValueTask.FromResult(Decide(keys, certificate, match, mismatch))
            : FindBehindUriAsync(client, certificate, match, mismatch, cancellationToken);
    }

    private static MethodDecision Decide(
        ClientJwkSet keys, ClientCertificate certificate, Match match, ClientAuthenticationFailureReason mismatch)
    {
        if (match(keys, certificate) is { } jwk)
        {
            return MethodDecision.MatchedBy(jwk);
        }

        string detail = RegisteredKeysDetail.Of(
            keys, certificate, mismatch == ClientAuthenticationFailureReason.CertificateNotRegistered);
        return MethodDecision.Failed(keys.Keys.Count == 0 ? ClientAuthenticationFailureReason.NoUsableKey : mismatch, detail);
    }

    private async ValueTask<MethodDecision> FindBehindUriAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        Match match,
        ClientAuthenticationFailureReason mismatch,
        CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.NoUsableKey, RegisteredKeysDetail.NoJwkSetSource);
        }

        try
        {
            ClientJwkSet? keys = await source.GetAsync(client, refresh: false, cancellationToken).ConfigureAwait(false);
            if (keys is not null && match(keys, certificate) is { } jwk)
            {
                return MethodDecision.MatchedBy(jwk);
            }

            // The client may have rotated its keys since they were fetched; the source limits how often this asks it again.
            return await source.GetAsync(client, refresh: true, cancellationToken).ConfigureAwait(false) is { } refreshed
                ? Decide(refreshed, certificate, match, mismatch)
                : MethodDecision.Failed(ClientAuthenticationFailureReason.NoUsableKey, RegisteredKeysDetail.NoSetAtUri);
        }
        catch (Exception exception)
        {
            // The source is the application's code, which may fail in any way; whatever it throws, the keys are not known.
            cancellationToken.ThrowIfCancellationRequested();
            return MethodDecision.Failed(ClientAuthenticationFailureReason.ClientKeysUnavailable, exception);
        }
    }
}
