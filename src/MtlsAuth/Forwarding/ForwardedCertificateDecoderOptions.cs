using MtlsAuth.Certificates;

namespace MtlsAuth.Forwarding;

/// <summary>Which format a <see cref="ForwardedCertificateDecoder"/> reads, and how much of it.</summary>
public sealed class ForwardedCertificateDecoderOptions
{
    /// <summary>The most that <see cref="ElementFromEnd"/> may be: 16.</summary>
    public const int MaximumElementFromEnd = 16;

    /// <summary>The format that the proxy is configured to write.</summary>
    public required ForwardedCertificateFormat Format { get; init; }

    /// <summary>
    /// Which element of a format with elements is the client's, counted from the end: 1, the default, for the last one.
    /// </summary>
    /// <remarks>
    /// Each proxy behind the one that ends the clients' TLS, such as a sidecar that appends an element of its own, adds one. Counting from
    /// the end leaves no way in for what stands in front; what an element holds plays no part. With one too many,
    /// <see cref="ForwardedCertificateFormat.EnvoyXfccAppended"/> takes what stands before the first proxy's element, which may be the
    /// client's word. Only for that format and <see cref="ForwardedCertificateFormat.EnvoyXfcc"/>.
    /// </remarks>
    public int ElementFromEnd { get; init; } = 1;

    /// <summary>
    /// The longest DER of the client's certificate, in octets: 16 KiB. A header of more than about twice that is not read.
    /// </summary>
    public int MaximumLength { get; init; } = 16_384;

    /// <summary>
    /// The longest DER of all further certificates together, in octets: 64 KiB. Their number is limited to
    /// <see cref="CertificateBundle.MaximumCertificateCount"/>.
    /// </summary>
    public int MaximumChainLength { get; init; } = 65_536;
}
