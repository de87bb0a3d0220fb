using MtlsAuth.Authentication;

namespace MtlsAuth.Registration;

/// <summary>Checks the parameters of <c>tls_client_auth</c> (RFC 8705 §2.1.2; <c>root_dn</c>: draft-ietf-oauth-mtls-03 §2.3).</summary>
/// <remarks>
/// What no certificate can carry is an error, found by the code that compares at authentication. What a certificate can carry, but
/// hardly does, is a warning.
/// </remarks>
internal static class SubjectParameterRules
{
    private const string RootDn = "tls_client_auth_root_dn";

    public static void Check(ClientMetadata metadata, FindingCollection findings)
    {
        List<SubjectParameter> given = [.. SubjectParameter.FindAll(metadata)];
        if (metadata.TokenEndpointAuthMethod != ClientAuthenticationMethods.TlsClientAuth)
        {
            IEnumerable<string> members = given.Select(parameter => parameter.Member);
            foreach (string member in metadata.TlsClientAuthRootDn is not null ? members.Append(RootDn) : members)
            {
                findings.AddError(
                    ClientRegistrationFindingKind.UnexpectedSubjectParameter, member, "Only tls_client_auth has this parameter.");
            }

            return;
        }

        if (given.Count == 0)
        {
            findings.AddError(
                ClientRegistrationFindingKind.MissingSubjectParameter,
                "token_endpoint_auth_method",
                "tls_client_auth needs one of tls_client_auth_subject_dn, _san_dns, _san_uri, _san_ip and _san_email.");
        }

        foreach (SubjectParameter parameter in given)
        {
            if (given.Count > 1)
            {
                findings.AddError(
                    ClientRegistrationFindingKind.SeveralSubjectParameters,
                    parameter.Member,
                    "tls_client_auth has exactly one subject parameter.");
            }

            CheckValue(parameter.Member, parameter, findings);
        }

        if (metadata.TlsClientAuthRootDn is { } root)
        {
            CheckValue(RootDn, new SubjectParameter(null, root), findings);
        }
    }

    private static void CheckValue(string member, SubjectParameter parameter, FindingCollection findings)
    {
        if (parameter.FindFault() is { } fault)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidSubjectParameter, member, fault);
            return;
        }

        foreach (string doubt in SubjectParameterDoubts.Find(parameter))
        {
            findings.Add(
                ClientRegistrationSeverity.Warning, ClientRegistrationFindingKind.UnlikelySubjectParameter, member, doubt);
        }
    }
}
