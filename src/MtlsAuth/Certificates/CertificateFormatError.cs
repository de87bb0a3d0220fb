namespace MtlsAuth.Certificates;

/// <summary>Why a certificate was not read. The values are a stable contract, for logs, metrics and tests.</summary>
public enum CertificateFormatError
{
    /// <summary>The certificate was read.</summary>
    None = 0,

    /// <summary>There is nothing to read.</summary>
    Empty,

    /// <summary>The certificate or the text around it is longer than the limit.</summary>
    TooLarge,

    /// <summary>
    /// There are more certificates than <see cref="ClientCertificate.MaximumChainCount"/>, or than 1,000 trust anchors, or several
    /// where one is expected.
    /// </summary>
    TooManyCertificates,

    /// <summary>The octets are not DER of the shape <c>Certificate</c> (RFC 5280 §4.1), or a length is not minimal or definite.</summary>
    MalformedDer,

    /// <summary>Further octets follow the certificate.</summary>
    TrailingData,

    /// <summary>The version is none of 1, 2, 3, or a field is there that this version does not have (RFC 5280 §4.1.2.1).</summary>
    InvalidVersion,

    /// <summary>The serial number is not an INTEGER in DER.</summary>
    InvalidSerialNumber,

    /// <summary>The two signature algorithm fields are malformed or differ (RFC 5280 §4.1.1.2).</summary>
    InvalidSignatureAlgorithm,

    /// <summary>Subject or issuer is not a Name (RFC 5280 §4.1.2.4).</summary>
    MalformedName,

    /// <summary>A validity date is not in the forms of RFC 5280 §4.1.2.5.</summary>
    MalformedValidity,

    /// <summary>The extensions, or one of those that are read, are malformed (RFC 5280 §4.2).</summary>
    MalformedExtension,

    /// <summary>An extension occurs twice (RFC 5280 §4.2).</summary>
    DuplicateExtension,

    /// <summary>There are more extensions than any certificate needs (64).</summary>
    TooManyExtensions,

    /// <summary>
    /// The subject alternative name is malformed. Where its entries can be told apart only such an entry is unusable, not the certificate
    /// (<see cref="ClientCertificate.SubjectAlternativeNameError"/>): a type that RFC 5280 §4.2.1.6 does not define, text that is not
    /// IA5, an embedded control character such as NUL, an IP address that has neither 4 nor 16 octets, or no name at all.
    /// </summary>
    MalformedSubjectAlternativeName,

    /// <summary>The SubjectPublicKeyInfo is malformed, or a number, length or parameter in it is not allowed.</summary>
    InvalidPublicKey,

    /// <summary>The public key's algorithm or curve is none of <see cref="KeyAlgorithm"/>.</summary>
    UnsupportedPublicKey,

    /// <summary>The public key can agree on secrets but not sign (X25519, X448).</summary>
    PublicKeyCannotSign,

    /// <summary>The curve is spelled out or inherited instead of named (RFC 5480 §2.1.1).</summary>
    CurveNotNamed,

    /// <summary>The elliptic curve point is hybrid or of no known form (RFC 5480 §2.2).</summary>
    UnsupportedPointForm,

    /// <summary>The elliptic curve point is not on its curve.</summary>
    PointNotOnCurve,

    /// <summary>
    /// The text has a PEM boundary that is not closed, or characters in a block that are not base64 (RFC 7468), or, in a header, text
    /// around the block.
    /// </summary>
    MalformedPem,

    /// <summary>There is no PEM block at all, or nothing that is known.</summary>
    NoCertificate,

    /// <summary>There is a PEM block with another label, such as <c>TRUSTED CERTIFICATE</c>.</summary>
    UnexpectedPemLabel,

    /// <summary>
    /// There is a private key beside the certificate or in its place. It has no business here and should be considered exposed.
    /// </summary>
    PrivateKeyPresent,

    /// <summary>The PKCS #7 structure is malformed, holds no certificate, or has no single end-entity certificate.</summary>
    MalformedPkcs7,

    /// <summary>
    /// A certificate is not one of a certification authority, or its key may not sign certificates, where only those have a place.
    /// </summary>
    NotACertificateAuthority,

    /// <summary>
    /// A header's value is not the base64 that its format asks for: another alphabet, white space, missing padding (RFC 4648 §3).
    /// </summary>
    MalformedBase64,

    /// <summary>A header's value has a <c>%</c> without two hexadecimal digits, or a character that has to be escaped.</summary>
    MalformedPercentEncoding,

    /// <summary>
    /// What a header's value has around the certificate is not in the form that its format asks for: the colons of RFC 9440, or the
    /// pairs of <c>x-forwarded-client-cert</c>.
    /// </summary>
    MalformedHeader,

    /// <summary>The hash that came with a forwarded certificate is not that of the certificate, or there is none.</summary>
    HashMismatch,

    /// <summary>There is a chain but not the client's certificate (RFC 9440 §2.3).</summary>
    ChainWithoutCertificate,

    /// <summary>The point of an Ed25519 or Ed448 key is of so low an order that anybody can sign for it.</summary>
    LowOrderPoint,

    /// <summary>The point of an Ed25519 or Ed448 key is not in its one canonical encoding (RFC 8032 §5.1.3, §5.2.3).</summary>
    NonCanonicalPoint,

    /// <summary>It is a certificate signing request (PKCS #10), which an authority has to make a certificate of.</summary>
    CertificateRequest,

    /// <summary>It is a certificate revocation list.</summary>
    RevocationList,

    /// <summary>It is a public key without a certificate.</summary>
    BarePublicKey,

    /// <summary>It is a PKCS #12 file (.pfx, .p12), which usually holds a private key and should then be considered exposed.</summary>
    Pkcs12,

    /// <summary>It is a PKCS #7 or CMS structure where only certificates are read.</summary>
    Pkcs7,

    /// <summary>It is a text, such as PEM, where DER is read.</summary>
    TextInsteadOfDer,

    /// <summary>
    /// There is no PEM boundary, which has five hyphens at both ends, but base64 by itself, or the words <c>BEGIN CERTIFICATE</c>. The
    /// boundaries were left out, or a word processor has made dashes of their hyphens.
    /// </summary>
    MissingPemBoundary,

    /// <summary>
    /// The text is PEM with a NUL beside each character: UTF-16 that was read as something else. Read the file's octets with
    /// <see cref="ClientCertificate.TryParse"/>, or save it as UTF-8.
    /// </summary>
    MisreadUtf16,
}
