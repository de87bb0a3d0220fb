using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Checks the parameters of <c>tls_client_auth</c> (RFC 8705 §2.1.2; <c>root_dn</c>: draft-ietf-oauth-mtls-03 §2.3).</summary>
/// <remarks>
/// What no certificate can carry is an error, found by the code that reads the registered client. What a certificate can carry, but
/// hardly does, is a warning.
/// </remarks>
internal static class SubjectParameterRules
{
    public static void Check(ClientMetadata metadata, FindingCollection findings)
    {
        IReadOnlyList<SubjectParameter> given = SubjectParameter.FindAll(metadata);
        SubjectParameter? root = SubjectParameter.FindRoot(metadata);
        if (metadata.TokenEndpointAuthMethod != ClientAuthenticationMethods.TlsClientAuth)
        {
            foreach (SubjectParameter parameter in root is null ? given : given.Append(root))
            {
                findings.AddError(
                    ClientRegistrationFindingKind.UnexpectedSubjectParameter,
                    parameter.Member,
                    "Only tls_client_auth has this parameter.");
            }

            return;
        }

        CredentialFault? fault = CredentialReader.FindFaultOfCount(given);
        if (fault == CredentialFault.MissingSubjectParameter)
        {
            findings.AddError(
                ClientRegistrationFindingKind.MissingSubjectParameter,
                "token_endpoint_auth_method",
                "tls_client_auth needs one of tls_client_auth_subject_dn, _san_dns, _san_uri, _san_ip and _san_email.");
        }

        foreach (SubjectParameter parameter in given)
        {
            if (fault == CredentialFault.SeveralSubjectParameters)
            {
                findings.AddError(
                    ClientRegistrationFindingKind.SeveralSubjectParameters,
                    parameter.Member,
                    "tls_client_auth has exactly one subject parameter.");
            }

            CheckValue(parameter, findings);
        }

        if (root is not null)
        {
            CheckValue(root, findings);
        }
    }

    private static void CheckValue(SubjectParameter parameter, FindingCollection findings)
    {
        if (parameter.Fault is { } fault)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidSubjectParameter, parameter.Member, fault);
            return;
        }

        foreach (string doubt in SubjectParameterDoubts.Find(parameter))
        {
            findings.Add(
                ClientRegistrationSeverity.Warning,
                ClientRegistrationFindingKind.UnlikelySubjectParameter,
                parameter.Member,
                doubt);
        }
    }
}
