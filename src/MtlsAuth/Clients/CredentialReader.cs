using MtlsAuth.KeySets;

namespace MtlsAuth.Clients;

/// <summary>Reads from client metadata by what the client authenticates. Registration asks the same functions for its errors.</summary>
internal static class CredentialReader
{
    /// <summary>Reads what the client's method needs.</summary>
    public static RegisteredCredential Read(ClientMetadata metadata) => metadata.TokenEndpointAuthMethod switch
    {
        ClientAuthenticationMethods.PubKeyTlsClientAuth =>
            InvalidKeys(metadata) ?? (RegisteredCredential)new RegisteredPublicKeys(metadata.Jwks),
        ClientAuthenticationMethods.SelfSignedTlsClientAuth =>
            InvalidKeys(metadata) ?? (RegisteredCredential)new RegisteredCertificates(metadata.Jwks, metadata.SelfSignedMatching),
        ClientAuthenticationMethods.TlsClientAuth =>
            ReadSubject(SubjectParameter.FindAll(metadata), SubjectParameter.FindRoot(metadata)),
        _ => new OtherCredential(metadata.TokenEndpointAuthMethod ?? OtherCredential.DefaultMethod),
    };

    /// <summary>What is wrong with the keys of a client whose method compares keys; null for nothing.</summary>
    public static CredentialFault? FindFaultOfKeys(ClientMetadata metadata) => metadata switch
    {
        // RFC 7591 §2: never both. Which one counts would be a guess.
        { Jwks: not null, JwksUri: not null } => CredentialFault.JwksAndJwksUri,
        { Jwks: null, JwksUri: null } => CredentialFault.MissingKeys,
        { Jwks.Keys.Count: 0 } => CredentialFault.NoUsableKey,
        _ => null,
    };

    /// <summary>What is wrong with the number of subject parameters; null for nothing (RFC 8705 §2.1.2: exactly one).</summary>
    public static CredentialFault? FindFaultOfCount(IReadOnlyCollection<SubjectParameter> given) => given.Count switch
    {
        0 => CredentialFault.MissingSubjectParameter,
        1 => null,
        _ => CredentialFault.SeveralSubjectParameters,
    };

    /// <summary>The subject that the parameters ask for.</summary>
    public static RegisteredCredential ReadSubject(IReadOnlyList<SubjectParameter> given, SubjectParameter? root)
    {
        if (FindFaultOfCount(given) is { } fault)
        {
            return fault == CredentialFault.MissingSubjectParameter
                ? new InvalidCredential(fault, "token_endpoint_auth_method", "no subject parameter is registered")
                : new InvalidCredential(
                    fault, given[1].Member, $"several are registered: {string.Join(", ", given.Select(item => item.Member))}");
        }

        return Invalid(given[0]) ?? Invalid(root) ?? (RegisteredCredential)new RegisteredSubject(given[0], root?.Subject);
    }

    private static InvalidCredential? Invalid(SubjectParameter? parameter) => parameter?.Fault is { } fault
        ? new InvalidCredential(CredentialFault.InvalidSubjectParameter, parameter.Member, $"{parameter.Member}: {fault}")
        : null;

    private static InvalidCredential? InvalidKeys(ClientMetadata metadata) => FindFaultOfKeys(metadata) switch
    {
        null => null,
        CredentialFault.MissingKeys => new InvalidCredential(
            CredentialFault.MissingKeys, "token_endpoint_auth_method", "the client has registered neither jwks nor jwks_uri"),
        CredentialFault.JwksAndJwksUri => new InvalidCredential(
            CredentialFault.JwksAndJwksUri,
            "jwks_uri",
            "the client has registered both jwks and jwks_uri, and which of them counts is not known (RFC 7591 section 2)"),
        { } fault => new InvalidCredential(fault, "jwks", KeySetText.WithoutKeys(metadata.Jwks!)),
    };
}
