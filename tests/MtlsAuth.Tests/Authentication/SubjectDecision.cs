using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace MtlsAuth.Tests.Authentication;

/// <summary>What comes of a registered subject parameter and a certificate, without a chain.</summary>
internal static class SubjectDecision
{
    public static MethodDecision Of(ClientMetadata client, ClientCertificate certificate, bool allowReversedSubjectDn = false) =>
        Of(
            CredentialReader.ReadSubject(SubjectParameter.FindAll(client), SubjectParameter.FindRoot(client)),
            certificate,
            allowReversedSubjectDn);

    public static MethodDecision Of(SubjectParameter parameter, ClientCertificate certificate, bool allowReversedSubjectDn = false) =>
        Of(CredentialReader.ReadSubject([parameter], root: null), certificate, allowReversedSubjectDn);

    public static SubjectParameter Parameter(GeneralNameType? kind, string value) =>
        SubjectParameter.FindAll(Metadata(kind, value))[0];

    public static ClientMetadata Metadata(GeneralNameType? kind, string value)
    {
        ClientMetadata metadata = new() { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth };
        return kind switch
        {
            null => metadata with { TlsClientAuthSubjectDn = value },
            GeneralNameType.Dns => metadata with { TlsClientAuthSanDns = value },
            GeneralNameType.Uri => metadata with { TlsClientAuthSanUri = value },
            GeneralNameType.IPAddress => metadata with { TlsClientAuthSanIp = value },
            _ => metadata with { TlsClientAuthSanEmail = value },
        };
    }

    private static MethodDecision Of(RegisteredCredential credential, ClientCertificate certificate, bool allowReversedSubjectDn) =>
        credential is RegisteredSubject registered
            ? SubjectComparison.Compare(registered, certificate, allowReversedSubjectDn)
            : MethodDecision.Failed((InvalidCredential)credential);
}
