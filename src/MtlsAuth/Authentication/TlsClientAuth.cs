using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Trust;

namespace MtlsAuth.Authentication;

/// <summary><c>tls_client_auth</c> (RFC 8705 §2.1): does a trusted authority say that the certificate's subject is the client's?</summary>
/// <remarks>Without a <paramref name="chains"/> validator, a proxy's word on the chain counts instead.</remarks>
internal sealed class TlsClientAuth(ChainValidator? chains, ITrustAnchorSource? anchors, bool allowReversedSubjectDn)
    : IClientAuthenticationMethod
{
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
            return MethodDecision.Failed(ClientAuthenticationFailureReason.InvalidSubjectParameter);
        }

        // An authority's own certificate identifies no client, whatever its subject.
        if (certificate.IsCertificateAuthority)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.CertificateAuthority);
        }

        // A TLS client proves its key by a signature (RFC 8446 §4.4.2.2), which the key usage has to allow where there is one.
        if (!certificate.AllowsClientAuthentication
            || (certificate.KeyUsage is { } usage && !usage.HasFlag(X509KeyUsageFlags.DigitalSignature)))
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
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

        TrustAnchors trusted;
        try
        {
            trusted = anchors!.GetTrustAnchors(client);
        }
        catch (Exception exception)
        {
            // The source may be the application's code, which may fail in any way; whatever it throws, nothing is known to be trusted.
            cancellationToken.ThrowIfCancellationRequested();
            return MethodDecision.Failed(ClientAuthenticationFailureReason.TrustAnchorsUnavailable, exception);
        }

        ChainValidation validation = await chains
            .ValidateAsync(certificate, request.Chain, trusted, cancellationToken).ConfigureAwait(false);
        return validation.Failure == ChainFailure.None
            ? CheckRoot(client, validation)
            : MethodDecision.Failed(ToReason(validation.Failure), validation.Detail);
    }

    // draft-ietf-oauth-mtls-03 §2.3, §6.2: the same subject from another trusted authority is not the client.
    private MethodDecision CheckRoot(ClientMetadata client, ChainValidation validation)
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

        if (!DistinguishedName.TryReadDer(validation.RootSubject.Span, out DistinguishedName? root, out _))
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
        _ => ClientAuthenticationFailureReason.ChainNotTrusted,
    };
}
