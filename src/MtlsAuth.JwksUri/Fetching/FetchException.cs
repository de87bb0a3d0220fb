namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Carries a failure through the platform's HTTP client, which wraps it.</summary>
/// <param name="failure">The failure.</param>
/// <param name="message">Its cause, for the log: one line, nothing of the URL.</param>
/// <param name="innerException">What was thrown before.</param>
internal sealed class FetchException(JwksUriFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public JwksUriFailure Failure { get; } = failure;
}
