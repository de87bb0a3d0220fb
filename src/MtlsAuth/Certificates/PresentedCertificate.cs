using System.Collections.Frozen;
using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>What a client presented: a certificate with all that came with it, or why there is none, or why it is refused.</summary>
/// <remarks>
/// <para>
/// One value from where the certificate comes from to the decision and to what tokens are bound to, so that nothing of it is lost on
/// the way. A certificate that is refused is not one that is missing: a client with it fails, and gets no unbound token for it.
/// </para>
/// <para>
/// Whoever makes one vouches that the client holds the certificate's private key, as TLS proves it. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed class PresentedCertificate
{
    private static readonly FrozenDictionary<PresentedCertificateStatus, PresentedCertificate> Missing = new[]
    {
        PresentedCertificateStatus.ConnectionWithoutCertificate,
        PresentedCertificateStatus.ConnectionNotTls,
        PresentedCertificateStatus.CertificateNotRequested,
        PresentedCertificateStatus.HeaderAbsent,
        PresentedCertificateStatus.HeaderEmpty,
        PresentedCertificateStatus.HeaderNull,
        PresentedCertificateStatus.HeaderUntrusted,
    }.ToFrozenDictionary(static status => status, static status => new PresentedCertificate(status));

    // The chain of a certificate, or the refusal of one.
    private readonly object? _rest;

    private PresentedCertificate(PresentedCertificateStatus status, object? rest = null)
    {
        Status = status;
        _rest = rest;
    }

    /// <summary>What was found.</summary>
    public PresentedCertificateStatus Status { get; }

    /// <summary>The certificate, or null.</summary>
    public ClientCertificate? Certificate { get; private init; }

    /// <summary>
    /// The further certificates in their order, without the client's own and without those that cannot be read: clients may send some
    /// that lead nowhere (RFC 8446 §4.4.2). Empty if there are none.
    /// </summary>
    public IReadOnlyList<ClientCertificate> Chain => _rest as IReadOnlyList<ClientCertificate> ?? [];

    /// <summary>
    /// Whether the proxy that passed the certificate says that its chain is trusted. It counts only where
    /// <c>ChainValidatorOptions.Trust</c> says so.
    /// </summary>
    public bool IsChainVerifiedByProxy { get; private init; }

    /// <summary>Why a certificate that was there is refused; otherwise <see cref="CertificateFormatError.None"/>.</summary>
    public CertificateFormatError Error => (_rest as Refusal)?.Error ?? CertificateFormatError.None;

    /// <summary>
    /// The octets of a certificate that is refused, to name it in a log; empty if there were none to take for a certificate.
    /// </summary>
    public ReadOnlyMemory<byte> RefusedOctets => (_rest as Refusal)?.Octets ?? default;

    /// <summary>There is none.</summary>
    /// <param name="status">What was found instead. By default a TLS connection without a certificate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status says that there is something.</exception>
    public static PresentedCertificate None(
        PresentedCertificateStatus status = PresentedCertificateStatus.ConnectionWithoutCertificate) =>
        Missing.TryGetValue(status, out PresentedCertificate? none)
            ? none
            : throw new ArgumentOutOfRangeException(nameof(status), status, "The status does not say that there is no certificate.");

    /// <summary>There is something, but it is refused: the client fails as one whose certificate is, not as one without.</summary>
    /// <param name="error">Why.</param>
    /// <param name="octets">What was refused, as far as it was a certificate's octets. They are kept, and not copied.</param>
    /// <param name="status">What was found.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no error, or the status is not one of something that is refused.</exception>
    public static PresentedCertificate Refused(
        CertificateFormatError error,
        ReadOnlyMemory<byte> octets = default,
        PresentedCertificateStatus status = PresentedCertificateStatus.Refused)
    {
        if (error == CertificateFormatError.None)
        {
            throw new ArgumentOutOfRangeException(nameof(error), error, "What is refused has an error.");
        }

        return status is PresentedCertificateStatus.Refused
            or PresentedCertificateStatus.HeaderDuplicated
            or PresentedCertificateStatus.HeaderTooLarge
            or PresentedCertificateStatus.HeaderMalformed
                ? new PresentedCertificate(status, new Refusal(error, octets))
                : throw new ArgumentOutOfRangeException(nameof(status), status, "The status is none of something that is refused.");
    }

    /// <summary>There is a certificate.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="chain">The further certificates; null for none. The list is kept, and not copied.</param>
    /// <param name="isChainVerifiedByProxy">Whether a proxy that can be trusted says that the chain is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    /// <example>
    /// Where <c>tls</c> is the server's <c>SslStream</c>:
    /// <code>
    /// byte[] der = tls.RemoteCertificate!.GetRawCertData();
    /// PresentedCertificate presented =
    ///     ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out CertificateFormatError error)
    ///         ? PresentedCertificate.Of(certificate)
    ///         : PresentedCertificate.Refused(error, der);
    /// </code>
    /// </example>
    public static PresentedCertificate Of(
        ClientCertificate certificate, IReadOnlyList<ClientCertificate>? chain = null, bool isChainVerifiedByProxy = false)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new PresentedCertificate(PresentedCertificateStatus.Present, chain)
        {
            Certificate = certificate,
            IsChainVerifiedByProxy = isChainVerifiedByProxy,
        };
    }

    private sealed record Refusal(CertificateFormatError Error, ReadOnlyMemory<byte> Octets);
}
