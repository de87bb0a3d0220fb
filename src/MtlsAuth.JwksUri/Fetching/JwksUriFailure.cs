namespace MtlsAuth.JwksUri;

/// <summary>Why the keys behind a <c>jwks_uri</c> were not fetched: for logs, metrics and tests, not for the client.</summary>
/// <remarks>The names and values are a stable contract.</remarks>
public enum JwksUriFailure
{
    /// <summary>They were fetched.</summary>
    None = 0,

    /// <summary>
    /// The URL is not absolute, not https, longer than 2,048 characters, not printable ASCII, or has a user name, a
    /// password or a fragment.
    /// </summary>
    InvalidUri = 1,

    /// <summary>The host has only special-purpose addresses, and is none of <see cref="JwksUriOptions.InternalHosts"/>.</summary>
    AddressNotAllowed = 2,

    /// <summary>The host's name leads to no address.</summary>
    NameNotResolved = 3,

    /// <summary>No connection came about.</summary>
    ConnectionFailed = 4,

    /// <summary>The server's certificate is not trusted, or the TLS handshake failed.</summary>
    TlsFailed = 5,

    /// <summary>It took longer than allowed.</summary>
    TimedOut = 6,

    /// <summary>The response was cut off, or is no HTTP.</summary>
    ResponseBroken = 7,

    /// <summary>The response is a redirect, and redirects are not followed.</summary>
    Redirected = 8,

    /// <summary>The response has another status than 200, of which the server says that it will not last (5xx, 408, 425, 429).</summary>
    ServerError = 9,

    /// <summary>The response has another status than 200.</summary>
    UnexpectedStatus = 10,

    /// <summary>
    /// The response's media type is neither <c>application/jwk-set+json</c> nor <c>application/json</c>, or its content coding none that
    /// was asked for.
    /// </summary>
    UnexpectedContentType = 11,

    /// <summary>The document is longer than <see cref="JwksUriOptions.MaximumDocumentLength"/>.</summary>
    DocumentTooLong = 12,

    /// <summary>The document has more keys than <see cref="JwksUriOptions.MaximumKeyCount"/>.</summary>
    TooManyKeys = 13,

    /// <summary>The document is no JWK Set.</summary>
    InvalidKeySet = 14,

    /// <summary>The document has a private or symmetric key in it, which should be considered exposed.</summary>
    PrivateKeyExposed = 15,

    /// <summary>As many fetches are under way as are allowed.</summary>
    Busy = 16,
}
