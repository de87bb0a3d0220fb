namespace MtlsAuth;

/// <summary>What the client is told: an OAuth 2.0 error response (RFC 6749 §5.2).</summary>
/// <param name="Error">The <c>error</c> code.</param>
/// <param name="ErrorDescription">
/// The <c>error_description</c>: only characters that RFC 6749 allows, and one text for all causes that say something about the client.
/// </param>
/// <param name="StatusCode">The HTTP status.</param>
public sealed record OAuthError(string Error, string ErrorDescription, int StatusCode);
