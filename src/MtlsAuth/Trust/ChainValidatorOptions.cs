using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth;

/// <summary>How chains of <c>tls_client_auth</c> clients are validated (RFC 8705 §2.1, RFC 5280 §6).</summary>
public sealed class ChainValidatorOptions
{
    /// <summary>
    /// Who validates chains: this library with the platform, the default, or the proxy that ends the TLS connections. With
    /// <see cref="ChainTrust.Proxy"/> all else here has no effect.
    /// </summary>
    public ChainTrust Trust { get; set; }

    /// <summary>
    /// Whether the platform checks revocation: not at all (the default), with what it has stored, or by asking over the network.
    /// </summary>
    /// <remarks>
    /// The platform checks chains up to a self-signed certificate only. Where an anchor is not self-signed, its root belongs among the
    /// intermediates; else nothing is known of its clients' revocation. The anchor's own revocation and that of authorities above it
    /// count where they are known.
    /// </remarks>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>
    /// How long platform and <see cref="IRevocationChecker"/> together may take to find out whether a chain is revoked: five seconds by
    /// default, more than zero and at most a minute. What is not known by then is unknown.
    /// </summary>
    public TimeSpan RevocationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What follows if nothing is known of a certificate's revocation: by default the client is refused for the moment;
    /// <see cref="CertificateCheck.Report"/> goes on and reports it with the result. To ask nobody, leave <see cref="RevocationMode"/>
    /// at its default instead; <see cref="CertificateCheck.Ignore"/> is not allowed.
    /// </summary>
    public CertificateCheck RevocationUnknown { get; set; } = CertificateCheck.Enforce;

    /// <summary>
    /// How many chains the platform may check over the network at a time, each on a thread of its own: four by default, 1 to 64.
    /// </summary>
    public int MaximumConcurrentRevocationChecks { get; set; } = 4;

    /// <summary>
    /// How many chains may be validated at a time, those included that wait for an answer on revocation: 64 by default, one at least.
    /// Beyond it the answer is a temporary error. Remembered chains do not count.
    /// </summary>
    public int MaximumConcurrentValidations { get; set; } = 64;

    /// <summary>
    /// The largest RSA modulus, in bits, of certificates that clients send: 8,192 by default, 2,048 to 16,384. Larger authorities are
    /// left out of the chain, larger clients are refused. Anchors and intermediates that the server knows may be larger.
    /// </summary>
    public int MaximumRsaKeySize { get; set; } = 8_192;

    /// <summary>The largest RSA exponent, in bits, of certificates that clients send: 32 by default, 17 to 256.</summary>
    public int MaximumRsaExponentSize { get; set; } = 32;

    /// <summary>How long a trusted chain is remembered: at most a day, zero for not at all. One minute by default.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a chain that is not trusted is remembered: at most a minute, zero for not at all. Ten seconds by default.
    /// </summary>
    public TimeSpan RefusalDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many trusted chains are remembered, and as many chains that are not, and authorities that clients send: 1,000 by default, one
    /// at least.
    /// </summary>
    public int CacheCapacity { get; set; } = 1_000;

    /// <summary>The settings that are out of their range.</summary>
    internal SettingErrors FindErrors()
    {
        SettingErrors errors = new();
        errors.RequireDefined(nameof(Trust), Trust);
        errors.RequireDefined(nameof(RevocationMode), RevocationMode);
        errors.RequireWithin(nameof(RevocationTimeout), RevocationTimeout, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        errors.Require(
            RevocationUnknown is CertificateCheck.Enforce or CertificateCheck.Report,
            nameof(RevocationUnknown),
            RevocationUnknown,
            $"Enforce or Report; to ask nobody, set {nameof(RevocationMode)} to NoCheck");
        errors.RequireWithin(nameof(MaximumConcurrentRevocationChecks), MaximumConcurrentRevocationChecks, 1, 64);
        errors.RequirePositive(nameof(MaximumConcurrentValidations), MaximumConcurrentValidations);
        errors.RequireWithin(nameof(MaximumRsaKeySize), MaximumRsaKeySize, 2_048, 16_384);
        errors.RequireWithin(nameof(MaximumRsaExponentSize), MaximumRsaExponentSize, 17, 256);

        // A revoked certificate stays trusted as long as its chain is remembered.
        errors.RequireWithin(nameof(CacheDuration), CacheDuration, TimeSpan.Zero, TimeSpan.FromDays(1));

        // What is mended, such as a missing intermediate, should soon be seen.
        errors.RequireWithin(nameof(RefusalDuration), RefusalDuration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        errors.RequirePositive(nameof(CacheCapacity), CacheCapacity);
        return errors;
    }
}
