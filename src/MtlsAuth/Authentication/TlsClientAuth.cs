using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Trust;

namespace MtlsAuth.Authentication;

/// <summary><c>tls_client_auth</c> (RFC 8705 §2.1): does a trusted authority say that the certificate's subject is the client's?</summary>
/// <remarks>
/// Without a <paramref name="chains"/> validator, a proxy's word on the chain counts instead. Null for the <paramref name="usage"/>
/// enforces it.
/// </remarks>
internal sealed class TlsClientAuth(
    ChainValidator? chains, ITrustAnchorSource? anchors, bool allowReversedSubjectDn, CertificateCheck? usage)
{
    private readonly CertificateCheck _usage = usage ?? CertificateCheck.Enforce;

    /// <summary>Decides whether the certificate carries the registered subject, on the word of a trusted authority.</summary>
    /// <param name="client">The client that the request names.</param>
    /// <param name="registered">What it registered.</param>
    /// <param name="certificate">The request's certificate, which is there.</param>
    /// <param name="presented">What else came with it.</param>
    /// <param name="cancellationToken">Cancels look-ups.</param>
    public async ValueTask<MethodDecision> VerifyAsync(
        RegisteredClient client,
        RegisteredSubject registered,
        ClientCertificate certificate,
        PresentedCertificate presented,
        CancellationToken cancellationToken)
    {
        if (CheckCertificate(certificate) is { } refusal)
        {
            return refusal;
        }

        // The name is compared first: it is cheap, and a stranger's certificate then costs no chain. The answer is the same.
        MethodDecision subject = SubjectComparison.Compare(registered, certificate, allowReversedSubjectDn);
        if (subject.FailureReason != ClientAuthenticationFailureReason.None)
        {
            return subject;
        }

        if (chains is null)
        {
            // What the root is, the proxy does not say.
            return !presented.IsChainVerifiedByProxy ? MethodDecision.Failed(ClientAuthenticationFailureReason.ChainNotVerifiedByProxy)
                : registered.Root is not null ? MethodDecision.Failed(ClientAuthenticationFailureReason.RootNotRegistered)
                : MethodDecision.Matched;
        }

        return await ValidateAsync(chains, client, registered, certificate, presented.Chain, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses a certificate that is for something else than clients, whatever is registered; null if it is for them.</summary>
    public MethodDecision? CheckCertificate(ClientCertificate certificate)
    {
        // An authority's own certificate identifies no client, whatever its subject.
        if (certificate.IsCertificateAuthority)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.CertificateAuthority);
        }

        if (_usage == CertificateCheck.Enforce && !certificate.AllowsClientAuthentication)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
        }

        // A TLS client proves its key by a signature (RFC 8446 §4.4.2.2), which the key usage has to allow where there is one.
        if (certificate.KeyUsage is { } keyUsage && !keyUsage.HasFlag(X509KeyUsageFlags.DigitalSignature))
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed,
                $"the key usage is {keyUsage}, without digitalSignature");
        }

        return null;
    }

    private async ValueTask<MethodDecision> ValidateAsync(
        ChainValidator validator,
        RegisteredClient client,
        RegisteredSubject registered,
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> sent,
        CancellationToken cancellationToken)
    {
        TrustAnchors trusted;
        try
        {
            trusted = await anchors!.GetTrustAnchorsAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The source may be the application's code, which may fail in any way; whatever it throws, nothing is known to be trusted.
            cancellationToken.ThrowIfCancellationRequested();
            return MethodDecision.Failed(ClientAuthenticationFailureReason.TrustAnchorsUnavailable, exception);
        }

        ChainValidation chain = await validator.ValidateAsync(certificate, sent, trusted, cancellationToken).ConfigureAwait(false);
        if (chain.Failure != ChainFailure.None)
        {
            return MethodDecision.Failed(ToReason(chain.Failure), chain.Detail);
        }

        if (chain.IsForOtherUsages && _usage == CertificateCheck.Enforce)
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.ChainNotTrusted, "an authority of the chain is not for client authentication");
        }

        return CheckRoot(registered.Root, chain) with { Reported = FindReported(certificate, chain) };
    }

    private List<ClientAuthenticationFailureReason>? FindReported(ClientCertificate certificate, ChainValidation chain)
    {
        // The policy has reported it if it is the client's own certificate.
        bool isUsageReported = chain.IsForOtherUsages && _usage == CertificateCheck.Report && certificate.AllowsClientAuthentication;
        return (isUsageReported, chain.IsRevocationUnknown) switch
        {
            (false, false) => null,
            (true, false) => [ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed],
            (false, true) => [ClientAuthenticationFailureReason.RevocationUnknown],
            (true, true) =>
            [
                ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed, ClientAuthenticationFailureReason.RevocationUnknown,
            ],
        };
    }

    // draft-ietf-oauth-mtls-03 §2.3, §6.2: the same subject from another trusted authority is not the client.
    private static MethodDecision CheckRoot(DistinguishedName? expected, ChainValidation chain)
    {
        if (expected is null)
        {
            return MethodDecision.Matched;
        }

        if (!DistinguishedName.TryReadDer(chain.AnchorSubject.Span, out DistinguishedName? root, out _))
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.RootNotRegistered, "the root's subject cannot be read");
        }

        return expected.Equals(root)
            ? MethodDecision.Matched
            : MethodDecision.Failed(
                ClientAuthenticationFailureReason.RootNotRegistered, DistinguishedNameDifference.Describe(expected, root));
    }

    private static ClientAuthenticationFailureReason ToReason(ChainFailure failure) => failure switch
    {
        ChainFailure.WeakSignature => ClientAuthenticationFailureReason.WeakSignature,
        ChainFailure.UnknownCriticalExtension => ClientAuthenticationFailureReason.UnknownCriticalExtension,
        ChainFailure.Revoked => ClientAuthenticationFailureReason.CertificateRevoked,
        ChainFailure.RevocationUnknown => ClientAuthenticationFailureReason.RevocationUnknown,
        ChainFailure.Busy => ClientAuthenticationFailureReason.ChainValidationBusy,
        _ => ClientAuthenticationFailureReason.ChainNotTrusted,
    };
}
