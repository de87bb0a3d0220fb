using System.Collections.Frozen;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth;

/// <summary>What a server demands of certificates beyond what the client's method compares.</summary>
/// <remarks>
/// <para>
/// The key-bound methods' specifications say nothing of validity dates, key sizes, usages or signatures (draft-ietf-oauth-mtls-03
/// §2.1, RFC 8705 §2.2). The defaults refuse what no server should accept and leave open what self-signed certificates often lack.
/// </para>
/// <para>Settings: an authenticator copies them when it is created, and later changes have no effect on it.</para>
/// </remarks>
public sealed class CertificatePolicy
{
    // Where clocks differ by more, the clocks have to be mended.
    private static readonly TimeSpan MaximumClockSkew = TimeSpan.FromHours(1);

    /// <summary>The kinds of key that are allowed if nothing else is said: RSA, P-256, P-384, P-521, Ed25519 and Ed448.</summary>
    public static IReadOnlySet<KeyAlgorithm> DefaultKeyKinds { get; } = new[]
    {
        KeyAlgorithm.Rsa,
        KeyAlgorithm.P256,
        KeyAlgorithm.P384,
        KeyAlgorithm.P521,
        KeyAlgorithm.Ed25519,
        KeyAlgorithm.Ed448,
    }.ToFrozenSet();

    /// <summary>
    /// Whether the current time has to be in the certificate's validity period. Enforced by default. The chains of
    /// <c>tls_client_auth</c> have to be valid now in any case, without <see cref="ClockSkew"/> (RFC 5280 §6.1.3).
    /// </summary>
    public CertificateCheck ValidityPeriod { get; set; } = CertificateCheck.Enforce;

    /// <summary>
    /// How far the clocks of client and server may differ; added at both ends of the period. One minute by default, and at most
    /// an hour.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether RSA keys have to have at least <see cref="MinimumRsaKeySize"/>. Enforced by default.</summary>
    public CertificateCheck RsaKeySize { get; set; } = CertificateCheck.Enforce;

    /// <summary>The smallest RSA modulus in bits: 2,048 by default, as FAPI 1.0 and 2.0 demand.</summary>
    public int MinimumRsaKeySize { get; set; } = 2048;

    /// <summary>Whether the key has to be of one of <see cref="AllowedKeyKinds"/>. Enforced by default.</summary>
    public CertificateCheck KeyKind { get; set; } = CertificateCheck.Enforce;

    /// <summary>The kinds of key that are allowed; null, the default, for <see cref="DefaultKeyKinds"/>.</summary>
    public ISet<KeyAlgorithm>? AllowedKeyKinds { get; set; }

    /// <summary>
    /// Whether an extended key usage, if there is one, has to allow client authentication, or any usage (RFC 5280 §4.2.1.12). Null, the
    /// default, enforces it for <c>tls_client_auth</c>, where it is the authority's word, and ignores it for the key-bound methods.
    /// </summary>
    /// <remarks>
    /// It counts for <c>tls_client_auth</c> in the client's certificate and in the intermediates above it. Public authorities have
    /// stopped to issue certificates for clients; where theirs, for servers only, are to do, set it to
    /// <see cref="CertificateCheck.Report"/> or <see cref="CertificateCheck.Ignore"/>, and let nothing but such clients' subjects be
    /// registered. The key usage has to allow signatures in any case.
    /// </remarks>
    public CertificateCheck? ClientAuthenticationUsage { get; set; }

    /// <summary>Whether certificates of certification authorities are refused. Ignored by default: many self-signed ones are.</summary>
    public CertificateCheck CertificateAuthority { get; set; } = CertificateCheck.Ignore;

    /// <summary>
    /// Whether the certificate's signature has to verify with its own key. Ignored by default: TLS has proved that the client holds
    /// the key, and a certificate that an authority issued over a registered key is as good. It costs a signature verification.
    /// </summary>
    public CertificateCheck SelfSignature { get; set; } = CertificateCheck.Ignore;

    /// <summary>The settings as they are now, for whoever goes on using them.</summary>
    internal CertificatePolicy Copy() => (CertificatePolicy)MemberwiseClone();

    /// <summary>The settings that are out of their range.</summary>
    internal SettingErrors FindErrors()
    {
        SettingErrors errors = new();
        errors.RequireWithin(nameof(ClockSkew), ClockSkew, TimeSpan.Zero, MaximumClockSkew);
        return errors;
    }
}
