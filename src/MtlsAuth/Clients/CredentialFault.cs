namespace MtlsAuth.Clients;

/// <summary>Why client metadata has nothing by which the client could authenticate.</summary>
internal enum CredentialFault
{
    /// <summary>Neither <c>jwks</c> nor <c>jwks_uri</c>.</summary>
    MissingKeys,

    /// <summary>Both <c>jwks</c> and <c>jwks_uri</c> (RFC 7591 §2).</summary>
    JwksAndJwksUri,

    /// <summary>No key in <c>jwks</c> that can be used.</summary>
    NoUsableKey,

    /// <summary>None of the five subject parameters (RFC 8705 §2.1.2).</summary>
    MissingSubjectParameter,

    /// <summary>More than one of them.</summary>
    SeveralSubjectParameters,

    /// <summary>A subject parameter that no certificate can carry.</summary>
    InvalidSubjectParameter,
}
