using MtlsAuth.KeySets;

namespace MtlsAuth.Authentication;

/// <summary>What a method decided: no reason for failure means that the certificate is the client's.</summary>
internal readonly record struct MethodDecision(ClientAuthenticationFailureReason FailureReason, ClientJwk? MatchedKey)
{
    public static MethodDecision Failed(ClientAuthenticationFailureReason reason) => new(reason, null);

    public static MethodDecision Matched(ClientJwk key) => new(ClientAuthenticationFailureReason.None, key);
}
