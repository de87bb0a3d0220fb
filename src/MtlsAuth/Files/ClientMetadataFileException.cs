namespace MtlsAuth;

/// <summary>The files with client metadata cannot be used. Thrown when a server starts, never while it runs.</summary>
public sealed class ClientMetadataFileException : Exception
{
    /// <summary>Creates the exception, whose message names file, client and member.</summary>
    internal ClientMetadataFileException(ClientMetadataError error)
        : base(error?.ToString())
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>Where the error is.</summary>
    public ClientMetadataError Error { get; }
}
