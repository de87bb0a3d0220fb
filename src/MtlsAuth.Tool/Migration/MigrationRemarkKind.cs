namespace MtlsAuth.Tool.Migration;

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

    /// <summary>The entry is not a client of the kind of server that was named, or a member of it has another type.</summary>
    MalformedClient,

    /// <summary>Another client of the file has the same id.</summary>
    DuplicateClient,

    /// <summary>The client is switched off. Files of clients know no such state, so that it is left out.</summary>
    DisabledClient,

    /// <summary>The client authenticates in another way, which stays with the server.</summary>
    OtherMethod,

    /// <summary>The other server let the client in without its certificate as well.</summary>
    CertificateOptional,

    /// <summary>The subject is a regular expression that more names than one match.</summary>
    RegularExpression,

    /// <summary>Several authorities may have issued the certificate; <c>tls_client_auth_root_dn</c> names one.</summary>
    SeveralAuthorities,

    /// <summary>The client as it was carried over has a fault, or a doubtful value.</summary>
    Finding,
}
