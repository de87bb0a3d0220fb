namespace MtlsAuth;

/// <summary>Client metadata or keys cannot be had at the moment: infrastructure is broken, not a request.</summary>
public sealed class ClientMetadataUnavailableException : Exception
{
    /// <summary>Creates the exception with a message for the log and the failure behind it, if there is one.</summary>
    public ClientMetadataUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
