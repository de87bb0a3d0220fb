using MtlsAuth.Certificates;
using MtlsAuth.KeySets;

namespace MtlsAuth.Authentication;

/// <summary>Looks a certificate up among the keys that a client registered, by value or behind its <c>jwks_uri</c>.</summary>
internal sealed class KeyLookUp(IClientJwkSetSource? source)
{
    /// <summary>Finds the certificate among the client's keys.</summary>
    /// <param name="client">The client.</param>
    /// <param name="keys">Its keys; null if they are behind its <c>jwks_uri</c>.</param>
    /// <param name="certificate">The certificate that it presented.</param>
    /// <param name="matching">What is compared.</param>
    /// <param name="cancellationToken">Cancels fetching the keys.</param>
    public ValueTask<MethodDecision> FindAsync(
        RegisteredClient client,
        ClientJwkSet? keys,
        ClientCertificate certificate,
        SelfSignedMatching matching,
        CancellationToken cancellationToken) =>
        keys is not null
            ? ValueTask.FromResult(Decide(keys, certificate, matching))
            : FindBehindUriAsync(client, certificate, matching, cancellationToken);

    private static ClientJwk? Find(ClientJwkSet keys, ClientCertificate certificate, SelfSignedMatching matching)
    {
        ClientJwk? jwk;
        return (matching == SelfSignedMatching.PublicKey
            ? keys.TryFind(certificate.PublicKey, out jwk)
            : keys.TryFind(certificate, out jwk)) ? jwk : null;
    }

    private static MethodDecision Decide(ClientJwkSet keys, ClientCertificate certificate, SelfSignedMatching matching)
    {
        if (Find(keys, certificate, matching) is { } jwk)
        {
            return MethodDecision.MatchedBy(jwk);
        }

        if (keys.Keys.Count == 0)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.NoUsableKey, KeySetText.WithoutKeys(keys));
        }

        return MethodDecision.Failed(
            matching == SelfSignedMatching.PublicKey
                ? ClientAuthenticationFailureReason.PublicKeyNotRegistered
                : ClientAuthenticationFailureReason.CertificateNotRegistered,
            KeyLookUpDetail.Of(keys, certificate, matching));
    }

    private static MethodDecision FailedToGet(ClientJwkSetResult result) => MethodDecision.Failed(
        result.Status == ClientJwkSetStatus.Unusable
            ? ClientAuthenticationFailureReason.ClientKeysUnusable
            : ClientAuthenticationFailureReason.ClientKeysUnavailable,
        result.Detail);

    // Keys that may be old say who the client is, but not who it is not.
    private static MethodDecision Judge(MethodDecision decision, ClientJwkSetResult keys) => decision switch
    {
        { FailureReason: ClientAuthenticationFailureReason.None } => decision,
        _ when keys.Status == ClientJwkSetStatus.Stale =>
            MethodDecision.Failed(ClientAuthenticationFailureReason.ClientKeysUnavailable, Join(decision.Detail, keys.Detail)),
        _ => decision with { Detail = Join(decision.Detail, keys.Detail) },
    };

    private static string? Join(string? decision, string? keys) => keys is null ? decision : $"{decision}; {keys}";

    private async ValueTask<MethodDecision> FindBehindUriAsync(
        RegisteredClient client, ClientCertificate certificate, SelfSignedMatching matching, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.NoUsableKey, KeyLookUpDetail.NoJwkSetSource);
        }

        try
        {
            ClientJwkSetResult kept = await source.GetAsync(client, refresh: false, cancellationToken).ConfigureAwait(false);
            if (kept.Keys is not { } keys)
            {
                return FailedToGet(kept);
            }

            if (Find(keys, certificate, matching) is { } jwk)
            {
                return MethodDecision.MatchedBy(jwk);
            }

            // The client may have rotated its keys since they were fetched; the source limits how often this asks it again.
            ClientJwkSetResult latest = await source.GetAsync(client, refresh: true, cancellationToken).ConfigureAwait(false);
            return latest.Keys is { } latestKeys
                ? Judge(Decide(latestKeys, certificate, matching), latest)
                : FailedToGet(latest);
        }
        catch (Exception exception)
        {
            // The source is the application's code, which may fail in any way; whatever it throws, the keys are not known.
            cancellationToken.ThrowIfCancellationRequested();
            return MethodDecision.Failed(ClientAuthenticationFailureReason.ClientKeysUnavailable, exception);
        }
    }
}
