using MtlsAuth.Clients;
using MtlsAuth.Names;

namespace MtlsAuth.Registration;

/// <summary>Checks client metadata against the switches of a profile, beside all other rules.</summary>
internal static class SecurityProfileRules
{
    public static void Check(SecurityProfile profile, ClientMetadata metadata, FindingCollection findings)
    {
        string method = metadata.TokenEndpointAuthMethod ?? OtherCredential.DefaultMethod;
        if (!profile.AllowedMethods.Contains(method))
        {
            Refuse("token_endpoint_auth_method", $"The method has to be {Join(profile.AllowedMethods)}.");
        }
        else if (method == ClientAuthenticationMethods.TlsClientAuth)
        {
            CheckSubject();
        }

        if (profile.RefusesJwksByValue && metadata.Jwks is not null)
        {
            Refuse("jwks", "Keys are registered in jwks_uri, and not by value.");
        }

        // Left out, it says nothing, and the server binds the tokens nevertheless.
        if (profile.BindsAccessTokens && metadata.BoundAccessTokens is false)
        {
            Refuse("tls_client_certificate_bound_access_tokens", "Access tokens are bound to the certificate. Leave it out, or say true.");
        }

        void CheckSubject()
        {
            foreach (SubjectParameter parameter in SubjectParameter.FindAll(metadata))
            {
                if (!profile.AllowedSubjectParameters.Contains(parameter.Member))
                {
                    Refuse(parameter.Member, $"The subject parameter has to be {Join(profile.AllowedSubjectParameters)}.");
                }
                else if (parameter is { Kind: null, Fault: null }
                    && profile.SubjectDnForm == SubjectDnForm.OpenFinanceBrasil
                    && BrazilianNameForm.FindFault(parameter.Value) is { } fault)
                {
                    Refuse(parameter.Member, fault.ToString());
                }
            }
        }

        void Refuse(string member, string text) =>
            findings.AddError(ClientRegistrationFindingKind.ProfileViolation, member, $"{profile.Name}: {text}");
    }

    private static string Join(IReadOnlyList<string> allowed) =>
        allowed.Count == 1 ? allowed[0] : $"{string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}";
}
