using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;

namespace MtlsAuth.Forwarding;

/// <summary>What a <see cref="ForwardedCertificateDecoder"/> found. The default value is a header that is not there.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public readonly struct ForwardedCertificateResult
{
    private readonly ForwardedCertificateAbsence _absence;
    private readonly IReadOnlyList<ClientCertificate>? _chain;

    private ForwardedCertificateResult(
        ForwardedCertificateStatus status, CertificateFormatError error, ReadOnlyMemory<byte> refusedOctets = default)
    {
        Status = status;
        Error = error;
        RefusedOctets = refusedOctets;
    }

    private ForwardedCertificateResult(ForwardedCertificateAbsence absence) => _absence = absence;

    private ForwardedCertificateResult(ClientCertificate certificate, IReadOnlyList<ClientCertificate> chain)
    {
        Status = ForwardedCertificateStatus.Certificate;
        Certificate = certificate;
        _chain = chain;
    }

    /// <summary>What the header held.</summary>
    public ForwardedCertificateStatus Status { get; }

    /// <summary>Whether there is a certificate.</summary>
    [MemberNotNullWhen(true, nameof(Certificate))]
    public bool HasCertificate => Certificate is not null;

    /// <summary>The client's certificate, or null. The header does not prove that the client holds its key: the proxy has to.</summary>
    public ClientCertificate? Certificate { get; }

    /// <summary>The further certificates in their order, without the client's own; empty if there are none.</summary>
    /// <remarks>
    /// Certificates that cannot be read are left out, as for a TLS connection: clients may send some that lead nowhere (RFC 8446 §4.4.2).
    /// </remarks>
    public IReadOnlyList<ClientCertificate> Chain => _chain ?? [];

    /// <summary>In which way the header said that there is no certificate; null if it said anything else.</summary>
    public ForwardedCertificateAbsence? Absence => Status == ForwardedCertificateStatus.NoCertificate ? _absence : null;

    /// <summary>
    /// Why nothing was read, for <see cref="ForwardedCertificateStatus.Malformed"/> and <see cref="ForwardedCertificateStatus.TooLarge"/>;
    /// otherwise <see cref="CertificateFormatError.None"/>.
    /// </summary>
    public CertificateFormatError Error { get; }

    /// <summary>The DER of the client's certificate where that was refused, for the log; empty if none could be decoded.</summary>
    public ReadOnlyMemory<byte> RefusedOctets { get; }

    internal static ForwardedCertificateResult Duplicated => new(ForwardedCertificateStatus.Duplicated, CertificateFormatError.None);

    internal static ForwardedCertificateResult None(ForwardedCertificateAbsence absence) => new(absence);

    internal static ForwardedCertificateResult Found(ClientCertificate certificate, IReadOnlyList<ClientCertificate> chain) =>
        new(certificate, chain);

    internal static ForwardedCertificateResult Failed(CertificateFormatError error, ReadOnlyMemory<byte> refusedOctets = default) => new(
        error == CertificateFormatError.TooLarge ? ForwardedCertificateStatus.TooLarge : ForwardedCertificateStatus.Malformed,
        error,
        refusedOctets);
}
