namespace MtlsAuth;

/// <summary>The files with client metadata cannot be used. Thrown when a server starts, never while it runs.</summary>
public sealed class ClientMetadataFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ClientMetadataFileException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public ClientMetadataFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the failure behind it.</summary>
    public ClientMetadataFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for an error in a file.</summary>
    public ClientMetadataFileException(ClientMetadataFileError error)
        : base(error?.ToString()) => Error = error;

    /// <summary>Where the error is.</summary>
    public ClientMetadataFileError? Error { get; }
}
