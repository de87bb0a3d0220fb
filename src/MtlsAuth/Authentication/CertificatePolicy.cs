using System.Collections.Frozen;
using MtlsAuth.Keys;

namespace MtlsAuth.Authentication;

/// <summary>What a server demands of certificates beyond what the client's method compares.</summary>
/// <remarks>
/// <para>
/// The key-bound methods' specifications say nothing of validity dates, key sizes, usages or signatures (draft-ietf-oauth-mtls-03
/// §2.1, RFC 8705 §2.2). The defaults refuse what no server should accept and leave open what self-signed certificates often lack.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed record CertificatePolicy
{
    /// <summary>The policy that applies if nothing else is said.</summary>
    public static CertificatePolicy Default { get; } = new();

    /// <summary>Whether the current time has to be in the certificate's validity period. Enforced by default.</summary>
    public CertificateCheck ValidityPeriod { get; init; } = CertificateCheck.Enforce;

    /// <summary>How far the clocks of client and server may differ; added at both ends of the period. One minute by default.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether RSA keys have to have at least <see cref="MinimumRsaKeySize"/>. Enforced by default.</summary>
    public CertificateCheck RsaKeySize { get; init; } = CertificateCheck.Enforce;

    /// <summary>The smallest RSA modulus in bits: 2,048 by default, as FAPI 1.0 and 2.0 demand.</summary>
    public int MinimumRsaKeySize { get; init; } = 2048;

    /// <summary>Whether the key has to be of one of <see cref="AllowedKeyKinds"/>. Enforced by default.</summary>
    public CertificateCheck KeyKind { get; init; } = CertificateCheck.Enforce;

    /// <summary>The kinds of key that are allowed: by default RSA, P-256, P-384, P-521, Ed25519 and Ed448.</summary>
    public IReadOnlySet<SubjectPublicKeyKind> AllowedKeyKinds { get; init; } = new[]
    {
        SubjectPublicKeyKind.Rsa,
        SubjectPublicKeyKind.P256,
        SubjectPublicKeyKind.P384,
        SubjectPublicKeyKind.P521,
        SubjectPublicKeyKind.Ed25519,
        SubjectPublicKeyKind.Ed448,
    }.ToFrozenSet();

    /// <summary>
    /// Whether an extended key usage, if there is one, has to allow client authentication. Ignored by default.
    /// </summary>
    public CertificateCheck ClientAuthenticationUsage { get; init; } = CertificateCheck.Ignore;

    /// <summary>Whether certificates of certification authorities are refused. Ignored by default: many self-signed ones are.</summary>
    public CertificateCheck CertificateAuthority { get; init; } = CertificateCheck.Ignore;

    /// <summary>
    /// Whether the certificate's signature has to verify with its own key. Ignored by default: TLS has proved that the client holds
    /// the key, and a certificate that an authority issued over a registered key is as good. It costs a signature verification.
    /// </summary>
    public CertificateCheck SelfSignature { get; init; } = CertificateCheck.Ignore;
}
