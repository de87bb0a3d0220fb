using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>
/// The one name that a certificate from a trusted authority has to carry (<c>tls_client_auth</c>, RFC 8705 §2.1.2): either its subject or
/// one of its alternative names.
/// </summary>
public sealed class RegisteredSubject : RegisteredCredential
{
    internal RegisteredSubject(SubjectParameter parameter, DistinguishedName? root)
    {
        Parameter = parameter;
        Root = root;
    }

    /// <summary><c>tls_client_auth_subject_dn</c>, or null.</summary>
    public DistinguishedName? Subject => Parameter.Subject;

    /// <summary>The parameter of the kind <c>tls_client_auth_san_</c>, as a certificate carries it, or null.</summary>
    public GeneralName? AlternativeName => Parameter.AlternativeName;

    /// <summary><c>tls_client_auth_root_dn</c>: the subject of the chain's root (draft-ietf-oauth-mtls-03 §2.3); null for any.</summary>
    public DistinguishedName? Root { get; }

    /// <summary>The parameter with its text.</summary>
    internal SubjectParameter Parameter { get; }
}
