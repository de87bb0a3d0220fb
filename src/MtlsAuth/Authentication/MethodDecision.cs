using MtlsAuth.Clients;

namespace MtlsAuth.Authentication;

/// <summary>What a method decided: no reason for failure means that the certificate is the client's.</summary>
/// <param name="FailureReason">Why the certificate is not the client's.</param>
/// <param name="MatchedKey">The registered key that matched, of the methods that compare keys.</param>
/// <param name="Detail">More about the failure, for the log.</param>
/// <param name="Exception">What the application's own code has thrown, for the log.</param>
/// <param name="Reported">What would have refused the client if it were not only reported; null for nothing.</param>
internal readonly record struct MethodDecision(
    ClientAuthenticationFailureReason FailureReason,
    ClientJwk? MatchedKey = null,
    string? Detail = null,
    Exception? Exception = null,
    IReadOnlyList<ClientAuthenticationFailureReason>? Reported = null)
{
    public static MethodDecision Matched { get; } = new(ClientAuthenticationFailureReason.None);

    public static MethodDecision MatchedBy(ClientJwk key) => new(ClientAuthenticationFailureReason.None, key);

    public static MethodDecision Failed(ClientAuthenticationFailureReason reason, string? detail = null) => new(reason, null, detail);

    public static MethodDecision Failed(ClientAuthenticationFailureReason reason, Exception exception) =>
        new(reason, null, null, exception);

    /// <summary>The client cannot authenticate, whatever it presents.</summary>
    public static MethodDecision Failed(InvalidCredential credential) => Failed(
        credential.Fault is CredentialFault.MissingKeys or CredentialFault.JwksAndJwksUri or CredentialFault.NoUsableKey
            ? ClientAuthenticationFailureReason.NoUsableKey
            : ClientAuthenticationFailureReason.InvalidSubjectParameter,
        credential.Detail);
}
