namespace MtlsAuth;

/// <summary>What the client is told: an OAuth 2.0 error response (RFC 6749 §5.2).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="error">The <c>error</c> code.</param>
/// <param name="errorDescription">The <c>error_description</c>.</param>
/// <param name="statusCode">The HTTP status.</param>
public sealed class OAuthError(string error, string errorDescription, int statusCode)
{
    /// <summary>The <c>error</c> code.</summary>
    public string Error { get; } = error;

    /// <summary>
    /// The <c>error_description</c>: only characters that RFC 6749 allows, and one text for all causes that say something about the client.
    /// </summary>
    public string ErrorDescription { get; } = errorDescription;

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;
}
