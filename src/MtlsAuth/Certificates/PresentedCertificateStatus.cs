namespace MtlsAuth;

/// <summary>
/// What was found where a client's certificate should be: tells a client that came without one from a proxy that lost it. The names are
/// a stable contract, for logs and metrics.
/// </summary>
public enum PresentedCertificateStatus
{
    /// <summary>There is a certificate.</summary>
    Present,

    /// <summary>The TLS connection has no client certificate.</summary>
    ConnectionWithoutCertificate,

    /// <summary>There is a certificate that is refused.</summary>
    Refused,

    /// <summary>The proxy's header is not there.</summary>
    HeaderAbsent,

    /// <summary>
    /// The proxy's header says that there is no certificate, by an empty value, or by one that lacks the element of the client. Some
    /// proxies send an empty value as well where a certificate is larger than they forward.
    /// </summary>
    HeaderEmpty,

    /// <summary>The proxy's header says that there is no certificate, by <c>(null)</c>, as Apache writes.</summary>
    HeaderNull,

    /// <summary>The proxy's header is there, but nothing proves that the proxy set it; it was ignored.</summary>
    HeaderUntrusted,

    /// <summary>The proxy's header is there twice, or beside another spelling of its name. One of them may be the client's own.</summary>
    HeaderDuplicated,

    /// <summary>The value of the proxy's header, or the certificate or the chain in it, is larger than the limit.</summary>
    HeaderTooLarge,

    /// <summary>The value of the proxy's header is not in the configured format, or the certificate in it is refused.</summary>
    HeaderMalformed,

    /// <summary>
    /// The request did not come by TLS that counts: over plain HTTP, or from a server that the application has not named as one whose
    /// word on certificates counts. No client can bring a certificate there.
    /// </summary>
    ConnectionNotTls,

    /// <summary>
    /// The TLS connection has no client certificate, and its endpoint was not set up to ask for one by this library: unless the
    /// application has made it ask in another way, no client can bring a certificate there.
    /// </summary>
    CertificateNotRequested,
}
