using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Trust;

/// <summary>How chains of <c>tls_client_auth</c> clients are validated (RFC 8705 §2.1, RFC 5280 §6).</summary>
public sealed record ChainValidatorOptions
{
    /// <summary>
    /// Whether the proxy that ends the TLS connections validates chains, and not this library. Then its verdict has to come with each
    /// certificate, no trust anchors are needed, and all else here has no effect. False by default.
    /// </summary>
    public bool ValidatedByProxy { get; set; }

    /// <summary>
    /// Whether the platform checks revocation: not at all (the default), with what it has stored, or by asking over the network. Where
    /// nothing is known of a certificate's revocation, the chain is not trusted.
    /// </summary>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>
    /// How long the platform may take to fetch revocation information, and an <see cref="IRevocationChecker"/> to answer: five seconds
    /// by default, more than zero and at most a minute. What is not known by then is unknown.
    /// </summary>
    public TimeSpan RevocationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a trusted chain is remembered: at most a day, zero for not at all. One minute by default.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many trusted chains are remembered: 1,000 by default, one at least.</summary>
    public int CacheCapacity { get; set; } = 1_000;
}
