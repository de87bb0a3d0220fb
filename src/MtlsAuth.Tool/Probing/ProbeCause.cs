namespace MtlsAuth.Tool.Probing;

/// <summary>Why a client gets no token, or not the one it should get, as far as its side of the connection can tell.</summary>
internal enum ProbeCause
{
    /// <summary>All went well.</summary>
    None,

    /// <summary>There is no connection to be had.</summary>
    Unreachable,

    /// <summary>There was no answer in time.</summary>
    TimedOut,

    /// <summary>The server's certificate leads to no authority that is trusted here.</summary>
    ServerNotTrusted,

    /// <summary>The server's certificate is another host's.</summary>
    ServerNameDiffers,

    /// <summary>The TLS handshake failed before certificates of clients were spoken of.</summary>
    HandshakeFailed,

    /// <summary>The server asked for a certificate, got it, and ended the connection.</summary>
    CertificateRefused,

    /// <summary>The server asked for no certificate.</summary>
    NoCertificateAsked,

    /// <summary>Neither place of the metadata document has one.</summary>
    NoDiscovery,

    /// <summary>The metadata document is none, or is another server's.</summary>
    MalformedDiscovery,

    /// <summary>The server does not list a method that authenticates by certificate.</summary>
    NoMethodOffered,

    /// <summary>The certificate has ended, or is not valid yet.</summary>
    CertificateOutOfDate,

    /// <summary>The server saw the certificate, or could have, and refused the client.</summary>
    ClientRefused,

    /// <summary>The client was let in, and not granted the token.</summary>
    GrantRefused,

    /// <summary>The answer is none that a token endpoint gives.</summary>
    UnexpectedAnswer,

    /// <summary>The token is not bound to a certificate, though the server says it binds them.</summary>
    TokenNotBound,

    /// <summary>The token is bound to another certificate, such as a proxy's.</summary>
    TokenBoundToAnother,
}
