using MtlsAuth.Certificates;
using MtlsAuth.Keys;

namespace MtlsAuth.Authentication;

/// <summary>Checks a certificate against the policy.</summary>
internal sealed class CertificatePolicyEvaluator(CertificatePolicy policy)
{
    /// <summary>Finds the first violation that is enforced, and collects those that are reported.</summary>
    /// <returns>The violation, or <see cref="ClientAuthenticationFailureReason.None"/>.</returns>
    public ClientAuthenticationFailureReason Check(
        ClientCertificate certificate, DateTimeOffset now, out IReadOnlyList<ClientAuthenticationFailureReason> reported)
    {
        Evaluation evaluation = default;
        SubjectPublicKey key = certificate.PublicKey;

        // Differences of dates instead of sums: a sum may leave the range of dates, NotAfter being 9999-12-31 where there is no end.
        evaluation.Add(
            policy.ValidityPeriod,
            policy.ValidityPeriod != CertificateCheck.Ignore && certificate.NotBefore - now > policy.ClockSkew,
            ClientAuthenticationFailureReason.CertificateNotYetValid);
        evaluation.Add(
            policy.ValidityPeriod,
            policy.ValidityPeriod != CertificateCheck.Ignore && now - certificate.NotAfter > policy.ClockSkew,
            ClientAuthenticationFailureReason.CertificateExpired);
        evaluation.Add(
            policy.RsaKeySize,
            key.Kind == SubjectPublicKeyKind.Rsa && key.KeySize < policy.MinimumRsaKeySize,
            ClientAuthenticationFailureReason.RsaKeyTooSmall);
        evaluation.Add(
            policy.KeyKind,
            !policy.AllowedKeyKinds.Contains(key.Kind),
            ClientAuthenticationFailureReason.KeyKindNotAllowed);
        evaluation.Add(
            policy.ClientAuthenticationUsage,
            !certificate.AllowsClientAuthentication,
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
        evaluation.Add(
            policy.CertificateAuthority,
            certificate.IsCertificateAuthority,
            ClientAuthenticationFailureReason.CertificateAuthority);
        evaluation.Add(
            policy.SelfSignature,
            policy.SelfSignature != CertificateCheck.Ignore && !SelfSignature.IsValid(certificate),
            ClientAuthenticationFailureReason.NotSelfSigned);

        reported = evaluation.Reported;
        return evaluation.Enforced;
    }

    private struct Evaluation
    {
        private List<ClientAuthenticationFailureReason>? _reported;

        public ClientAuthenticationFailureReason Enforced { get; private set; }

        public readonly IReadOnlyList<ClientAuthenticationFailureReason> Reported => _reported?.AsReadOnly() ?? NoViolations;

        public void Add(CertificateCheck check, bool isViolated, ClientAuthenticationFailureReason violation)
        {
            if (!isViolated || check == CertificateCheck.Ignore)
            {
                return;
            }

            if (check == CertificateCheck.Report)
            {
                (_reported ??= []).Add(violation);
            }
            else if (Enforced == ClientAuthenticationFailureReason.None)
            {
                Enforced = violation;
            }
        }
    }

    private static readonly IReadOnlyList<ClientAuthenticationFailureReason> NoViolations = [];
}
