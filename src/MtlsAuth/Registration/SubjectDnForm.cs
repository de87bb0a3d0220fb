namespace MtlsAuth.Registration;

/// <summary>In which form the text of <c>tls_client_auth_subject_dn</c> may be registered.</summary>
public enum SubjectDnForm
{
    /// <summary>All that <see cref="Certificates.DistinguishedName.TryParse"/> reads: RFC 4514, and what tools write.</summary>
    Rfc4514,

    /// <summary>
    /// That of Open Finance Brasil: RFC 4514 §3 and nothing else, where CN, L, ST, O, OU, C, STREET, DC and UID have readable values, and
    /// any type may stand as a dotted object identifier with <c>#</c> and the value's DER in hexadecimal.
    /// </summary>
    OpenFinanceBrasil,
}
