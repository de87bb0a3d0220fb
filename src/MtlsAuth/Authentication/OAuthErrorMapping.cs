namespace MtlsAuth.Authentication;

/// <summary>Maps reasons to what the client may know: one answer for everything that would tell an attacker what to try next.</summary>
internal sealed class OAuthErrorMapping
{
    private static readonly OAuthError MalformedRequest =
        new("invalid_request", "The request is malformed or repeats a parameter", 400);

    private static readonly OAuthError MultipleCredentials =
        new("invalid_request", "The request uses more than one method of client authentication", 400);

    // RFC 6749 §5.2 has no code for a server that is down; this one is that of its §4.1.2.1, with the HTTP status that says so.
    private static readonly OAuthError Unavailable =
        new("temporarily_unavailable", "The server cannot authenticate clients at the moment", 503);

    private readonly OAuthError _invalidClient;

    public OAuthErrorMapping(int invalidClientStatusCode) =>
        _invalidClient = new OAuthError("invalid_client", "Client authentication failed", invalidClientStatusCode);

    public OAuthError Map(ClientAuthenticationFailureReason reason, string? method) => reason switch
    {
        ClientAuthenticationFailureReason.MalformedRequest => MalformedRequest,
        ClientAuthenticationFailureReason.MultipleCredentials => MultipleCredentials,
        ClientAuthenticationFailureReason.ClientMetadataUnavailable
            or ClientAuthenticationFailureReason.ClientKeysUnavailable
            or ClientAuthenticationFailureReason.RevocationUnknown => Unavailable,

        // What a server supports is configuration, published in its metadata (RFC 8414), and not a secret.
        ClientAuthenticationFailureReason.MethodNotEnabled => _invalidClient with
        {
            ErrorDescription = $"The server does not support the client authentication method {method}",
        },
        _ => _invalidClient,
    };
}
