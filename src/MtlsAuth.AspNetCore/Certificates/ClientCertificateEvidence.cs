using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore;

/// <summary>The client certificate of a request as its source found it, or what it found instead.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientCertificateEvidence
{
    private ClientCertificateEvidence(ClientCertificateStatus status) => Status = status;

    /// <summary>What was found.</summary>
    public ClientCertificateStatus Status { get; }

    /// <summary>The certificate, or null.</summary>
    public ClientCertificate? Certificate { get; private init; }

    /// <summary>Why a certificate that was there is refused.</summary>
    public CertificateFormatError Error { get; private init; }

    /// <summary>The octets of a certificate that is refused, for the log; empty if there were none to take for a certificate.</summary>
    public ReadOnlyMemory<byte> RefusedOctets { get; private init; }

    /// <summary>The further certificates, without the client's own.</summary>
    public IReadOnlyList<ClientCertificate> Chain { get; private init; } = [];

    /// <summary>Whether the proxy that passed the certificate says that its chain is trusted.</summary>
    public bool IsChainVerifiedByProxy { get; private init; }

    /// <summary>There is a certificate.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="chain">The further certificates; null for none.</param>
    /// <param name="isChainVerifiedByProxy">Whether a proxy that can be trusted says that the chain is.</param>
    public static ClientCertificateEvidence Of(
        ClientCertificate certificate, IReadOnlyList<ClientCertificate>? chain = null, bool isChainVerifiedByProxy = false)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new ClientCertificateEvidence(ClientCertificateStatus.Present)
        {
            Certificate = certificate,
            Chain = chain ?? [],
            IsChainVerifiedByProxy = isChainVerifiedByProxy,
        };
    }

    /// <summary>There is none.</summary>
    /// <param name="status">What was found instead.</param>
    public static ClientCertificateEvidence Missing(ClientCertificateStatus status) => new(status);

    /// <summary>There is something, but it is refused: the client fails as one whose certificate is, not as one without.</summary>
    /// <param name="error">Why.</param>
    /// <param name="status">What was found.</param>
    /// <param name="octets">What was refused, as far as it was a certificate's octets. They are kept, and not copied.</param>
    public static ClientCertificateEvidence Refused(
        CertificateFormatError error,
        ClientCertificateStatus status = ClientCertificateStatus.Refused,
        ReadOnlyMemory<byte> octets = default) =>
        new(status) { Error = error, RefusedOctets = octets };
}
