namespace MtlsAuth.AspNetCore;

/// <summary>
/// The client is not authenticated, and no other method may try: the request gets <see cref="Error"/>. So it is with clients that are
/// registered for mutual TLS, with unknown ones, and with requests that are not clear about who the client is.
/// </summary>
public sealed class MtlsClientRefused : MtlsClientDecision
{
    internal MtlsClientRefused(ClientAuthenticationResult result)
    {
        Error = result.Error ?? throw new ArgumentException("No error.", nameof(result));
        FailureReason = result.FailureReason;
    }

    /// <summary>What the client is told: for <c>HttpContext.WriteOAuthErrorAsync</c>, or the server's own way of saying it.</summary>
    public OAuthError Error { get; }

    /// <summary>Why. It has been logged with all that is known, and is not for the client.</summary>
    public ClientAuthenticationFailureReason FailureReason { get; }
}
