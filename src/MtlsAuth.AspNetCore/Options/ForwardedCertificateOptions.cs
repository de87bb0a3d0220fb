using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore;

/// <summary>Where a TLS-terminating proxy passes client certificates, and what proves that it was the proxy.</summary>
/// <remarks>
/// <para>
/// At least one proof is needed, or the server does not start: <see cref="SecretHeaderName"/>, <see cref="SharedSecrets"/>,
/// <see cref="KnownProxies"/> or <see cref="KnownNetworks"/>, or <see cref="ProxyCertificateThumbprints"/> or
/// <see cref="ProxyKeyThumbprints"/>. All kinds that are configured have to hold. The header of a request without proof is ignored.
/// </para>
/// <para>
/// Whatever the proofs, the proxy has to remove the header from what clients send, in every spelling. The headers named here are taken
/// out of each request before the application sees it.
/// </para>
/// </remarks>
public sealed class ForwardedCertificateOptions
{
    /// <summary>The proxy, whose header and format are then known; null to set <see cref="HeaderName"/> and <see cref="Format"/>.</summary>
    public ForwardedCertificatePreset? Preset { get; set; }

    /// <summary>The header with the certificate; null for the preset's. Not together with <see cref="SecretHeaderName"/>.</summary>
    public string? HeaderName { get; set; }

    /// <summary>The value's format; null for the preset's. It is never guessed.</summary>
    public ForwardedCertificateFormat? Format { get; set; }

    /// <summary>
    /// Which element of Envoy's header is the client's, counted from the end, from 1 to 16; null for the preset's, or 1: the last one.
    /// </summary>
    /// <remarks>
    /// One more for each proxy between the one that ends the clients' TLS and this server that appends an element of its own, such as a
    /// sidecar. See <see cref="ForwardedCertificateDecoderOptions.ElementFromEnd"/>.
    /// </remarks>
    public int? ElementFromEnd { get; set; }

    /// <summary>The headers with further certificates, in their order, such as <c>Client-Cert-Chain</c>; null for the preset's.</summary>
    public IList<string>? ChainHeaderNames { get; set; }

    /// <summary>The header with the proxy's verdict on the chain; none by default. Key-bound methods never need it.</summary>
    /// <remarks>
    /// It decides only with <see cref="ChainTrust.Proxy"/>. A secret name of the certificate's header does not protect it: the
    /// proxy has to overwrite it in each request, or clients pronounce their own verdict. No preset sets it for that reason.
    /// </remarks>
    public string? VerificationHeaderName { get; set; }

    /// <summary>The verdict that stands for a trusted chain, such as <c>SUCCESS</c>; null for the preset's.</summary>
    public string? VerificationSuccess { get; set; }

    /// <summary>The longest DER of the client's certificate, in octets: 16 KiB.</summary>
    public int MaximumLength { get; set; } = 16_384;

    /// <summary>The longest DER of all further certificates together, in octets: 64 KiB.</summary>
    public int MaximumChainLength { get; set; } = 65_536;

    /// <summary>
    /// Proof: the header with the certificate has a name that only the proxy knows: a prefix such as <c>Sec-Client-X509-Cert-</c>, and 128
    /// random bits as a generator writes them: 32 hexadecimal digits, a UUID, or 22 characters of base64url.
    /// </summary>
    /// <remarks>The name is a secret: it is never logged, and appears in no error.</remarks>
    public string? SecretHeaderName { get; set; }

    /// <summary>The header in which the proxy sends a shared secret; see <see cref="SharedSecrets"/>.</summary>
    public string? SharedSecretHeaderName { get; set; }

    /// <summary>
    /// Proof: the proxy sends one of these secrets in <see cref="SharedSecretHeaderName"/>. At least 32 characters; two of them while one
    /// replaces the other.
    /// </summary>
    public IList<string> SharedSecrets { get; } = [];

    /// <summary>Proof: the connection comes from one of these addresses.</summary>
    /// <remarks>
    /// <para>
    /// The address of the TCP connection itself counts, whatever <c>X-Forwarded-For</c> says and other middleware makes of it.
    /// </para>
    /// <para>
    /// In the one spelling that is canonical: four decimal numbers without leading zeros, or IPv6 as RFC 5952 has it; no interface behind
    /// <c>%</c>, no IPv4 address mapped into IPv6, and not the unspecified address.
    /// </para>
    /// </remarks>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Proof: the connection comes from one of these networks, in CIDR notation such as <c>10.1.0.0/16</c>.</summary>
    /// <remarks>In canonical spelling as <see cref="KnownProxies"/>, without bits behind the prefix.</remarks>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>
    /// Whether <see cref="KnownNetworks"/> may have networks with prefixes shorter than /8 (IPv4) or /16 (IPv6). False by default: they
    /// hold more than anybody's proxies. A network of all addresses is refused in any case.
    /// </summary>
    public bool AllowWideNetworks { get; set; }

    /// <summary>Proof: the proxy itself comes over mutual TLS with one of these certificates (<c>x5t#S256</c>).</summary>
    public IList<string> ProxyCertificateThumbprints { get; } = [];

    /// <summary>Proof: the proxy itself comes over mutual TLS with a certificate over one of these keys (RFC 7638 thumbprints).</summary>
    public IList<string> ProxyKeyThumbprints { get; } = [];

    /// <summary>
    /// The local ports at which requests come through the proxy; empty, the default, for all. Requests at other ports bring their
    /// certificate by TLS, and the header does not count there.
    /// </summary>
    public IList<int> Ports { get; } = [];

    /// <summary>
    /// The host names under which requests come through the proxy; empty, the default, for all. The name is the client's own word: a
    /// wrong one only keeps it from being authenticated, as long as the proxy's own TLS certificate is no client's.
    /// </summary>
    public IList<string> Hosts { get; } = [];
}
