namespace MtlsAuth;

/// <summary>How far a client's keys can be relied on. The values are a stable contract.</summary>
public enum ClientJwkSetStatus
{
    /// <summary>They are what the client publishes, as far as has to be known: a certificate of another key is not the client's.</summary>
    Current = 0,

    /// <summary>
    /// They are what the client published before, and could not be fetched again when that was due: a certificate of one of them is the
    /// client's, and one of another key may be.
    /// </summary>
    Stale = 1,

    /// <summary>
    /// There are none, by the client's own fault: what it publishes is no key set, or its <c>jwks_uri</c> is not to be fetched.
    /// </summary>
    Unusable = 2,

    /// <summary>There are none at the moment. Says nothing about the client.</summary>
    Unavailable = 3,
}
