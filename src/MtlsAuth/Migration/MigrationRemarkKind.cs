namespace MtlsAuth.Migration;

/// <summary>What could not be carried over, or not without a decision. The values are a stable contract.</summary>
internal enum MigrationRemarkKind
{
    /// <summary>The secret is of a type other than <c>X509Name</c> and <c>X509Thumbprint</c>.</summary>
    UnknownSecretType,

    /// <summary>The secret has expired.</summary>
    ExpiredSecret,

    /// <summary>The value is not a distinguished name.</summary>
    MalformedName,

    /// <summary>The value is not a SHA-1 hash in hexadecimal digits.</summary>
    MalformedThumbprint,

    /// <summary>
    /// None of the certificates that were given has this SHA-1 thumbprint, from which neither key nor certificate follows.
    /// </summary>
    CertificateNotKnown,

    /// <summary>A second name: <c>tls_client_auth</c> has exactly one subject (RFC 8705 §2.1.2).</summary>
    SeveralNames,

    /// <summary>A client has one method of authentication, and another secret has decided on it.</summary>
    SeveralMethods,

    /// <summary>The other server compared the name of any certificate; here a trusted authority has to have issued it.</summary>
    NeedsTrustAnchor,

    /// <summary>The JWK Set could not be read.</summary>
    MalformedKeySet,

    /// <summary>The key is not usable.</summary>
    UnusableKey,

    /// <summary>The key has no certificate, so that it did not authenticate a client by certificate.</summary>
    NoCertificate,

    /// <summary>The certificate is one of a certification authority, which identified issuers and not the client.</summary>
    CertificateAuthority,

    /// <summary>The JWK had a certificate and no numbers; the certificate's key was taken.</summary>
    KeyTakenFromCertificate,
}
