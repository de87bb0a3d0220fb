using System.Collections.Frozen;
using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Authentication;

/// <summary>Checks a certificate against the policy.</summary>
internal sealed class CertificatePolicyEvaluator
{
    private static readonly IReadOnlyList<ClientAuthenticationFailureReason> NoViolations = [];

    private readonly CertificatePolicy _policy;
    private readonly FrozenSet<KeyAlgorithm> _allowedKeyKinds;

    /// <exception cref="ArgumentException">The clock skew is out of range.</exception>
    public CertificatePolicyEvaluator(CertificatePolicy policy)
    {
        SettingErrors.ThrowIfAny(policy.FindErrors(), nameof(policy));
        _policy = policy.Copy();
        _allowedKeyKinds = (policy.AllowedKeyKinds ?? CertificatePolicy.DefaultKeyKinds.AsEnumerable()).ToFrozenSet();
    }

    /// <summary>Finds the first violation that is enforced, and collects those that are reported.</summary>
    /// <returns>The violation, or <see cref="ClientAuthenticationFailureReason.None"/>.</returns>
    public ClientAuthenticationFailureReason Check(
        ClientCertificate certificate, DateTimeOffset now, out IReadOnlyList<ClientAuthenticationFailureReason> reported)
    {
        Evaluation evaluation = default;

        // Differences of dates instead of sums: a sum may leave the range of dates, NotAfter being 9999-12-31 where there is no end.
        evaluation.Add(
            _policy.ValidityPeriod,
            _policy.ValidityPeriod != CertificateCheck.Ignore && certificate.NotBefore - now > _policy.ClockSkew,
            ClientAuthenticationFailureReason.CertificateNotYetValid);
        evaluation.Add(
            _policy.ValidityPeriod,
            _policy.ValidityPeriod != CertificateCheck.Ignore && now - certificate.NotAfter > _policy.ClockSkew,
            ClientAuthenticationFailureReason.CertificateExpired);
        AddKeyViolations(ref evaluation, certificate.PublicKey);
        evaluation.Add(
            _policy.ClientAuthenticationUsage ?? CertificateCheck.Ignore,
            !certificate.AllowsClientAuthentication,
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
        evaluation.Add(
            _policy.CertificateAuthority,
            certificate.IsCertificateAuthority,
            ClientAuthenticationFailureReason.CertificateAuthority);
        evaluation.Add(
            _policy.SelfSignature,
            _policy.SelfSignature != CertificateCheck.Ignore && !SelfSignature.IsValid(certificate),
            ClientAuthenticationFailureReason.NotSelfSigned);

        reported = evaluation.Reported;
        return evaluation.Enforced;
    }

    /// <summary>Finds the first violation of a key by itself that is enforced.</summary>
    public ClientAuthenticationFailureReason CheckKey(SubjectPublicKey key)
    {
        Evaluation evaluation = default;
        AddKeyViolations(ref evaluation, key);
        return evaluation.Enforced;
    }

    /// <summary>What the certificate has and what is demanded: for the log, once a violation was found.</summary>
    public string? Describe(ClientAuthenticationFailureReason violation, ClientCertificate certificate, DateTimeOffset now) =>
        violation switch
        {
            ClientAuthenticationFailureReason.CertificateNotYetValid => string.Create(
                CultureInfo.InvariantCulture,
                $"not before {certificate.NotBefore:u}; the clock says {now:u}, and {_policy.ClockSkew} is allowed"),
            ClientAuthenticationFailureReason.CertificateExpired => string.Create(
                CultureInfo.InvariantCulture,
                $"not after {certificate.NotAfter:u}; the clock says {now:u}, and {_policy.ClockSkew} is allowed"),
            ClientAuthenticationFailureReason.RsaKeyTooSmall => string.Create(
                CultureInfo.InvariantCulture,
                $"the RSA key has {certificate.PublicKey.KeySize} bits, {_policy.MinimumRsaKeySize} are demanded"),
            ClientAuthenticationFailureReason.KeyKindNotAllowed =>
                $"the key is {certificate.PublicKey.Algorithm}, allowed are {string.Join(", ", _allowedKeyKinds.Order())}",
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed =>
                $"the extended key usage is {FirstOf(string.Join(", ", certificate.ExtendedKeyUsages))}, without id-kp-clientAuth",
            ClientAuthenticationFailureReason.CertificateAuthority => "basicConstraints says that it is a certification authority's",
            ClientAuthenticationFailureReason.NotSelfSigned => certificate.IsSelfIssued
                ? "issuer and subject are the same, but the signature does not verify with the certificate's own key"
                : "issuer and subject differ, and the signature does not verify with the certificate's own key",
            _ => null,
        };

    // Object identifiers may be as long as a certificate.
    private static string FirstOf(string text) => text.Length <= 200 ? text : $"{text[..200]}...";

    private void AddKeyViolations(ref Evaluation evaluation, SubjectPublicKey key)
    {
        evaluation.Add(
            _policy.RsaKeySize,
            key.Algorithm == KeyAlgorithm.Rsa && key.KeySize < _policy.MinimumRsaKeySize,
            ClientAuthenticationFailureReason.RsaKeyTooSmall);
        evaluation.Add(_policy.KeyKind, !_allowedKeyKinds.Contains(key.Algorithm), ClientAuthenticationFailureReason.KeyKindNotAllowed);
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
}
