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
    : IClientAuthenticationMethod
{
    private readonly CertificateCheck _usage = usage ?? CertificateCheck.Enforce;
    private readonly RegisteredNames _names = new();

    public string Name => ClientAuthenticationMethods.TlsClientAuth;

    public async ValueTask<MethodDecision> VerifyAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        ClientAuthenticationRequest request,
        CancellationToken cancellationToken)
    {
        // RFC 8705 §2.1.2: exactly one of the five parameters.
        if (SubjectParameter.Find(client) is not { } parameter)
        {
            List<string> members = [.. SubjectParameter.FindAll(client).Select(item => item.Member)];
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.InvalidSubjectParameter,
                members.Count == 0 ? "no subject parameter is registered" : $"several are registered: {string.Join(", ", members)}");
        }

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

        // The name is compared first: it is cheap, and a stranger's certificate then costs no chain. The answer is the same.
        MethodDecision subject = parameter.Compare(certificate, _names, allowReversedSubjectDn);
        if (subject.FailureReason != ClientAuthenticationFailureReason.None)
        {
            return subject;
        }

        if (chains is null)
        {
            // What the root is, the proxy does not say.
            return !request.IsChainVerifiedByProxy ? MethodDecision.Failed(ClientAuthenticationFailureReason.ChainNotVerifiedByProxy)
                : client.TlsClientAuthRootDn is not null ? MethodDecision.Failed(ClientAuthenticationFailureReason.RootNotRegistered)
                : MethodDecision.Matched;
        }

        return await ValidateAsync(chains, client, certificate, request.Chain, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<MethodDecision> ValidateAsync(
        ChainValidator validator,
        ClientMetadata client,
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

        return CheckRoot(client, chain) with { Reported = FindReported(certificate, chain) };
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
    private MethodDecision CheckRoot(ClientMetadata client, ChainValidation chain)
    {
        if (client.TlsClientAuthRootDn is not { } registered)
        {
            return MethodDecision.Matched;
        }

        if (_names.Find(registered, out DistinguishedNameFault? fault) is not { } expected)
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.InvalidSubjectParameter, $"tls_client_auth_root_dn: {fault}");
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
