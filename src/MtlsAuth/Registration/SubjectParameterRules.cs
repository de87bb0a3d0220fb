using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Checks the parameters of <c>tls_client_auth</c> (RFC 8705 §2.1.2; <c>root_dn</c>: draft-ietf-oauth-mtls-03 §2.3).</summary>
internal static class SubjectParameterRules
{
    private const string SubjectDn = "tls_client_auth_subject_dn";
    private const string SanDns = "tls_client_auth_san_dns";
    private const string SanUri = "tls_client_auth_san_uri";
    private const string SanIp = "tls_client_auth_san_ip";
    private const string SanEmail = "tls_client_auth_san_email";
    private const string RootDn = "tls_client_auth_root_dn";

    public static void Check(ClientMetadata metadata, FindingCollection findings)
    {
        List<(string Name, string Value)> given = [.. Subjects(metadata)];
        if (metadata.TokenEndpointAuthMethod != ClientAuthenticationMethods.TlsClientAuth)
        {
            if (metadata.TlsClientAuthRootDn is { } root)
            {
                given.Add((RootDn, root));
            }

            given.ForEach(parameter => findings.AddError(
                ClientRegistrationFindingKind.UnexpectedSubjectParameter, parameter.Name, "Only tls_client_auth has this parameter."));
            return;
        }

        if (given.Count == 0)
        {
            findings.AddError(
                ClientRegistrationFindingKind.MissingSubjectParameter,
                "token_endpoint_auth_method",
                "tls_client_auth needs one of tls_client_auth_subject_dn, _san_dns, _san_uri, _san_ip and _san_email.");
        }

        foreach ((string name, string value) in given)
        {
            if (given.Count > 1)
            {
                findings.AddError(
                    ClientRegistrationFindingKind.SeveralSubjectParameters, name, "tls_client_auth has exactly one subject parameter.");
            }

            if (Problem(name, value) is { } problem)
            {
                findings.AddError(ClientRegistrationFindingKind.InvalidSubjectParameter, name, problem);
            }
        }

        if (metadata.TlsClientAuthRootDn is { } rootDn && Problem(RootDn, rootDn) is { } rootProblem)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidSubjectParameter, RootDn, rootProblem);
        }
    }

    private static IEnumerable<(string Name, string Value)> Subjects(ClientMetadata metadata) =>
        new (string Name, string? Value)[]
        {
            (SubjectDn, metadata.TlsClientAuthSubjectDn),
            (SanDns, metadata.TlsClientAuthSanDns),
            (SanUri, metadata.TlsClientAuthSanUri),
            (SanIp, metadata.TlsClientAuthSanIp),
            (SanEmail, metadata.TlsClientAuthSanEmail),
        }.Where(parameter => parameter.Value is not null)!;

    // Null, or why no certificate could carry the value: names in certificates are IA5 text (RFC 5280 §4.2.1.6).
    private static string? Problem(string name, string value) => name switch
    {
        SubjectDn or RootDn => DistinguishedName.TryParse(value, out DistinguishedName? dn, out _) && !dn.IsEmpty
            ? null
            : "The value is not a distinguished name of RFC 4514, or an empty one.",
        SanIp => SubjectParameter.TryParseAddress(value, out _)
            ? null
            : "The value is not an IPv4 address in dotted form or an IPv6 address.",
        SanDns => IsName(value) && !value.AsSpan().ContainsAny(" /:@")
            ? null
            : "The value is not a host name; internationalised names are registered in their ASCII form.",
        SanUri => IsName(value) && Uri.TryCreate(value, UriKind.Absolute, out _) && !value.Contains(' ', StringComparison.Ordinal)
            ? null
            : "The value is not an absolute URI.",
        _ => IsName(value) && value.LastIndexOf('@') is var at && at > 0 && at < value.Length - 1
            ? null
            : "The value is not an e-mail address.",
    };

    private static bool IsName(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
