namespace MtlsAuth;

/// <summary>Client metadata or keys cannot be had at the moment: infrastructure is broken, not a request.</summary>
public sealed class ClientMetadataUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ClientMetadataUnavailableException()
        : this("The client's metadata is not available.")
    {
    }

    /// <summary>Creates the exception with a message for the log.</summary>
    public ClientMetadataUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message for the log and the failure behind it.</summary>
    public ClientMetadataUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
