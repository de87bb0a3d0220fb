namespace MtlsAuth;

/// <summary>Why no token may be issued: for logs and metrics.</summary>
/// <remarks>The names and values are a stable contract.</remarks>
public enum TokenBindingRefusal
{
    /// <summary>A token may be issued.</summary>
    None = 0,

    /// <summary>There is no certificate, and the server demands one of all clients, or of those that authenticate by it.</summary>
    CertificateRequiredByServer = 1,

    /// <summary>There is no certificate, and the client has registered that its tokens are bound (RFC 8705 §3.4).</summary>
    CertificateRequiredByClientMetadata = 2,

    /// <summary>There is a certificate that tokens would be bound to, but it is refused.</summary>
    CertificateRefused = 3,
}
