namespace MtlsAuth.Forwarding;

/// <summary>What the header of a request held. The values are a stable contract, for logs, metrics and alarms.</summary>
public enum ForwardedCertificateStatus
{
    /// <summary>No certificate: <see cref="ForwardedCertificateResult.Absence"/> says in which spelling.</summary>
    NoCertificate = 0,

    /// <summary>A certificate that was read.</summary>
    Certificate,

    /// <summary>
    /// Something that is not in the configured format; <see cref="ForwardedCertificateResult.Error"/> says what is wrong.
    /// </summary>
    Malformed,

    /// <summary>A certificate, a chain or a value that is longer than the limit.</summary>
    TooLarge,

    /// <summary>Several headers where there may be one. One of them may be the client's own.</summary>
    Duplicated,
}
