using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Forwarding;

/// <summary>Which format a <see cref="ForwardedCertificateDecoder"/> reads, and how much of it.</summary>
public sealed class ForwardedCertificateDecoderOptions
{
    // More than anybody has proxies in a row.
    private const int MaximumElementFromEnd = 16;

    /// <summary>The format that the proxy is configured to write.</summary>
    public required ForwardedCertificateFormat Format { get; init; }

    /// <summary>
    /// Which element of a format with elements is the client's, counted from the end: 1, the default, for the last one; 16 at most.
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
    /// <see cref="ClientCertificate.MaximumChainCount"/>.
    /// </summary>
    public int MaximumChainLength { get; init; } = 65_536;

    /// <summary>Whether the format has elements, one of which is the client's.</summary>
    internal bool HasElements => Format is ForwardedCertificateFormat.EnvoyXfcc or ForwardedCertificateFormat.EnvoyXfccAppended;

    /// <summary>The settings that are out of their range: none if a decoder takes them.</summary>
    public IReadOnlyList<SettingError> FindErrors()
    {
        SettingErrors errors = new();
        errors.RequireDefined(nameof(Format), Format);
        errors.Require(
            ElementFromEnd >= 1 && ElementFromEnd <= (HasElements ? MaximumElementFromEnd : 1),
            nameof(ElementFromEnd),
            ElementFromEnd,
            $"from 1 to {MaximumElementFromEnd} in Envoy's formats, and 1 in all others, which have one element");
        errors.RequirePositive(nameof(MaximumLength), MaximumLength);
        errors.RequirePositive(nameof(MaximumChainLength), MaximumChainLength);
        return errors;
    }
}
