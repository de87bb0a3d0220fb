using System.Buffers;

namespace MtlsAuth.Authentication;

/// <summary>Maps reasons to what the client may know: one answer for everything that would tell an attacker what to try next.</summary>
/// <remarks>
/// Known and unknown clients get the same answer, with two exceptions: the name of a method that is not enabled, which can be switched
/// off, and that the server cannot answer at the moment, without which clients would take an outage for their own fault.
/// </remarks>
internal sealed class OAuthErrorMapping
{
    private static readonly OAuthError MalformedRequest =
        new("invalid_request", "The request is malformed or repeats a parameter", 400);

    // RFC 6749 §5.2 has no code for a server that is down; this one is that of its §4.1.2.1, with the HTTP status that says so.
    private static readonly OAuthError Unavailable =
        new("temporarily_unavailable", "The server cannot authenticate clients at the moment", 503);

    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
    private static readonly SearchValues<char> DescriptionCharacters = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    private readonly bool _revealUnsupportedMethod;
    private readonly OAuthError _invalidClient;

    public OAuthErrorMapping(int invalidClientStatusCode, bool revealUnsupportedMethod = true)
    {
        _revealUnsupportedMethod = revealUnsupportedMethod;
        _invalidClient = new OAuthError("invalid_client", "Client authentication failed", invalidClientStatusCode);
    }

    /// <summary>Maps a reason.</summary>
    /// <param name="reason">Why the client was not authenticated.</param>
    /// <param name="method">The client's registered method.</param>
    /// <param name="malformedDetail">What is malformed about a request, which depends on nothing but the request.</param>
    public OAuthError Map(ClientAuthenticationFailureReason reason, string? method, string? malformedDetail = null) => reason switch
    {
        ClientAuthenticationFailureReason.MalformedRequest
            or ClientAuthenticationFailureReason.RequestAborted => Describe(malformedDetail),
        ClientAuthenticationFailureReason.ClientMetadataUnavailable
            or ClientAuthenticationFailureReason.ClientKeysUnavailable
            or ClientAuthenticationFailureReason.RevocationUnknown
            or ClientAuthenticationFailureReason.ChainValidationBusy
            or ClientAuthenticationFailureReason.TrustAnchorsUnavailable
            or ClientAuthenticationFailureReason.RequirementUnavailable => Unavailable,

        // What a server supports is configuration, published in its metadata (RFC 8414), and not a secret.
        ClientAuthenticationFailureReason.MethodNotEnabled when _revealUnsupportedMethod => new OAuthError(
            _invalidClient.Error,
            $"The server does not support the client authentication method {method}",
            _invalidClient.StatusCode),

        // RFC 6749 §5.2 has invalid_request for more than one method of authentication. Only a client that is registered for mutual TLS
        // could get it here, and that is what nobody is to learn.
        _ => _invalidClient,
    };

    private static OAuthError Describe(string? malformedDetail) =>
        malformedDetail is { Length: > 0 } && !malformedDetail.AsSpan().ContainsAnyExcept(DescriptionCharacters)
            ? new OAuthError(MalformedRequest.Error, malformedDetail, MalformedRequest.StatusCode)
            : MalformedRequest;
}
