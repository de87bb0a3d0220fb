namespace MtlsAuth.Forwarding;

/// <summary>Which format a <see cref="ForwardedCertificateDecoder"/> reads, and how much of it.</summary>
public sealed record ForwardedCertificateDecoderOptions
{
    /// <summary>The format that the proxy is configured to write.</summary>
    public required ForwardedCertificateFormat Format { get; init; }

    /// <summary>
    /// The longest DER of the client's certificate, in octets: 16 KiB. A header of more than about twice that is not read.
    /// </summary>
    public int MaximumLength { get; init; } = 16_384;

    /// <summary>
    /// The longest DER of all further certificates together, in octets: 64 KiB. Their number is limited to
    /// <see cref="Certificates.CertificateBundle.MaximumCertificateCount"/>.
    /// </summary>
    public int MaximumChainLength { get; init; } = 65_536;
}
